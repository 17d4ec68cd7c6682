/* Nothing typed is taken for saved that was not sent: corrects three habits of Wagtail 8.0's
 * controllers "w-unsaved" and "w-autosave" (docs/traps.md, tests/browser/test_autosave.py).
 *
 * 1. After a save they take the form as it is then for what was saved. What was typed while the
 *    save was under way would be lost without a word. Here it is compared with what was sent.
 * 2. They take the form as it is two seconds after loading for unchanged. What was typed before
 *    would neither be saved nor warned about. Here the first touch of the form ends that wait.
 *    What was typed before this script ran is told apart by what the server had sent.
 * 3. They let the form be sent while a save is under way, so that the save makes a draft newer
 *    than what was published. Here the form waits for the save, and is sent once; where the
 *    sending was broken off (Escape, or no answer for a while), it can be sent again.
 *
 * And a page that somebody begins and leaves without a title leaves nothing behind, nor a warning
 * about errors that nobody made: its first save waits for the title.
 */
(() => {
  "use strict";

  const LONGEST_WAIT = 15000;
  const TOUCHES = ["pointerdown", "keydown", "beforeinput", "paste", "drop"];

  const controller = (form, name) =>
    window.wagtail.app.getControllerForElementAndIdentifier(form, name);

  /** The form as text, as it was sent, with what the server's answer has changed in it. */
  const withUpdates = (text, updates) => {
    const sent = new URLSearchParams(text);
    for (const [name, value] of Object.entries(updates || {})) {
      if (sent.has(name)) sent.set(name, value);
    }
    return sent.toString();
  };

  /** What the server had sent of fields that were typed into before this script ran, by name. */
  const typedEarly = (form) => {
    const early = new Map();
    for (const field of form.elements) {
      const isText =
        field instanceof HTMLTextAreaElement ||
        (field instanceof HTMLInputElement && field.type === "text");
      // Fields of blocks are made by script, with their values.
      if (!isText || !field.name || field.closest("[data-block]")) continue;
      if (field.value !== field.defaultValue) early.set(field.name, field.defaultValue);
    }
    return early;
  };

  const watch = (form) => {
    const unsaved = controller(form, "w-unsaved");
    if (!unsaved || unsaved.isWatched) return;
    unsaved.isWatched = true;

    // 2. What counts as unchanged is taken once, at the latest when somebody touches the form;
    // Wagtail's own, which comes later and more than once, would take in what was typed.
    const early = typedEarly(form);
    const asServed = (text) => (early.size ? withUpdates(text, Object.fromEntries(early)) : text);
    let initial = unsaved.initialFormData && asServed(unsaved.initialFormData);
    let isOurs = false;
    Object.defineProperty(unsaved, "initialFormData", {
      get: () => initial,
      set: (text) => {
        if (isOurs) initial = text;
        else if (!initial) {
          initial = asServed(text);
          if (early.size) setTimeout(() => unsaved.check());
        } else {
          // Wagtail's own also counts the form as looked at, with what was typed a moment before.
          const seen = unsaved.previousFormData;
          queueMicrotask(() => {
            unsaved.previousFormData = seen;
          });
        }
      },
    });
    const touched = () => {
      TOUCHES.forEach((name) => form.removeEventListener(name, touched, true));
      if (!initial && !unsaved.forceValue) unsaved.setInitialFormData();
    };
    TOUCHES.forEach((name) => form.addEventListener(name, touched, true));

    // 1. What was sent is what is saved.
    let sent = null;
    form.addEventListener("w-autosave:save", (event) => {
      if (event.target === form) sent = unsaved.formData;
    });
    const clear = unsaved.clear.bind(unsaved);
    unsaved.clear = (event) => {
      if (event?.type !== "w-autosave:success" || sent === null) {
        isOurs = true;
        clear(event);
        isOurs = false;
        return;
      }
      initial = withUpdates(sent, event.detail?.response?.field_updates);
      unsaved.previousFormData = initial;
      sent = null;
      unsaved.forceValue = false;
      unsaved.hasCommentsValue = false;
      unsaved.hasEditsValue = false;
      unsaved.check(); // what was typed meanwhile is saved next
    };
    if (initial && early.size) unsaved.check();
    const confirm = unsaved.confirm.bind(unsaved);
    unsaved.confirm = (event) => {
      if (unsaved.confirmationValue) unsaved.hasChanges(); // what was typed a moment ago counts
      return confirm(event);
    };
  };

  // 3. Send the form once, when no save is under way.
  const sending = new Map();
  const waiting = new WeakSet();
  const paused = new WeakSet();

  /** Let a form be saved and sent again: it is still here. */
  const release = (form) => {
    clearTimeout(sending.get(form));
    sending.delete(form);
    const autosave = paused.has(form) && window.wagtail.app && controller(form, "w-autosave");
    paused.delete(form);
    if (autosave) autosave.activeValue = true;
  };
  const markSent = (form) => {
    sending.set(form, setTimeout(release, LONGEST_WAIT, form));
  };

  const settle = (form, send) => {
    const autosave = controller(form, "w-autosave");
    if (autosave?.activeValue) {
      // Not one that a conflict has stopped.
      paused.add(form);
      autosave.activeValue = false;
    }
    const pending = autosave?.submitPromise;
    if (!pending) return false;
    waiting.add(form);
    const late = new Promise((resolve) => {
      setTimeout(resolve, LONGEST_WAIT);
    });
    Promise.race([pending.catch(() => undefined), late]).then(() => {
      waiting.delete(form);
      send();
    });
    return true;
  };

  /** Send a form as by a button, which Wagtail has disabled since it was pressed. */
  const sendBy = (form, button) => {
    if (button?.name) {
      const pressed = document.createElement("input");
      Object.assign(pressed, { type: "hidden", name: button.name, value: button.value });
      form.append(pressed);
    }
    form.requestSubmit();
  };

  document.addEventListener(
    "submit",
    (event) => {
      const form = event.target;
      if (!form.matches?.("[data-edit-form], #w-editor-form")) return;
      if (waiting.has(form) || sending.has(form)) {
        event.preventDefault();
        event.stopImmediatePropagation();
        return;
      }
      const button = event.submitter;
      if (settle(form, () => sendBy(form, button))) {
        event.preventDefault();
        event.stopImmediatePropagation();
        return;
      }
      markSent(form);
    },
    true,
  );
  // A page that the browser brings back, or whose sending was broken off, may be sent again.
  const releaseAll = () => [...sending.keys()].forEach(release);
  window.addEventListener("pageshow", (event) => event.persisted && releaseAll());
  document.addEventListener("keydown", (event) => event.key === "Escape" && releaseAll(), true);

  // 4. Nothing is saved of a new page that has no title yet.
  document.addEventListener(
    "w-unsaved:add",
    (event) => {
      const fields = event.target.elements;
      const isNew = fields?.namedItem("creation_key")?.value && /\/add\//.test(window.location.pathname);
      const title = fields?.namedItem("title")?.value;
      if (isNew && title !== undefined && !title.trim()) {
        event.preventDefault();
        event.stopImmediatePropagation();
      }
    },
    true,
  );

  document.addEventListener("w-unsaved:ready", (event) => watch(event.target));
  // A decision on a page under review is sent by script, past the event above.
  document.addEventListener("DOMContentLoaded", () => {
    document.querySelectorAll("[data-edit-form]").forEach((form) => {
      if (window.wagtail.app) watch(form);
      const send = form.submit.bind(form);
      form.submit = () => {
        if (waiting.has(form) || sending.has(form)) return;
        if (settle(form, () => form.submit())) return;
        markSent(form);
        send();
      };
    });
  });
})();

/* Suggestions below a search field, as the combobox pattern of WAI-ARIA describes them. The field
   works without: this file only adds to it. Words stand in the form's data attributes. */

(() => {
  "use strict";

  const PAUSE = 150; // milliseconds without a key after which suggestions are asked for
  const KEPT = 50; // answers that a page remembers

  class Suggestions {
    constructor(form, number) {
      this.form = form;
      this.words = form.dataset;
      this.field = form.querySelector("input[type=search]");
      this.answers = new Map();
      this.options = [];
      this.active = -1;
      this.isComposing = false;
      this.quietUntil = 0;
      this.list = this.addList(`suggestions-${number}`);
      this.status = this.addStatus();
      this.prepareField();
      this.listen();
    }

    addList(id) {
      const list = document.createElement("ul");
      list.id = id;
      list.className = "suggestions plain";
      list.setAttribute("role", "listbox");
      list.setAttribute("aria-label", this.words.label);
      list.hidden = true;
      this.form.append(list);
      return list;
    }

    addStatus() {
      const status = document.createElement("p");
      status.className = "hidden";
      status.setAttribute("role", "status");
      this.form.append(status);
      return status;
    }

    prepareField() {
      const attributes = {
        role: "combobox",
        "aria-autocomplete": "list",
        "aria-controls": this.list.id,
        "aria-expanded": "false",
        autocapitalize: "none",
        spellcheck: "false",
      };
      for (const [name, value] of Object.entries(attributes)) this.field.setAttribute(name, value);
    }

    listen() {
      this.field.addEventListener("compositionstart", () => {
        this.isComposing = true;
        this.close();
      });
      this.field.addEventListener("compositionend", () => {
        this.isComposing = false;
        this.askSoon();
      });
      this.field.addEventListener("input", () => this.askSoon());
      this.field.addEventListener("keydown", (event) => this.pressed(event));
      this.field.addEventListener("blur", () => this.close());
      // Before the field loses the focus, which would close the list under the pointer.
      this.list.addEventListener("pointerdown", (event) => event.preventDefault());
      this.list.addEventListener("click", (event) => {
        const option = event.target.closest("[role=option]");
        if (option) this.search(option.textContent);
      });
    }

    get text() {
      return this.field.value.trim();
    }

    /* A single letter of an alphabet says too little; a single kanji may be a word. */
    get isEnough() {
      return this.text.length > 1 || /[^\u0000-\u024f]/.test(this.text);
    }

    askSoon() {
      clearTimeout(this.timer);
      this.request?.abort();
      if (this.isComposing) return;
      if (!this.isEnough) {
        this.close();
        return;
      }
      this.timer = setTimeout(() => this.ask(this.text), PAUSE);
    }

    async ask(text) {
      if (Date.now() < this.quietUntil) return;
      let suggested = this.answers.get(text);
      if (!suggested) {
        this.request = new AbortController();
        const { signal } = this.request;
        try {
          suggested = await this.fetched(text, signal);
        } catch {
          if (!signal.aborted) this.close();
          return;
        }
        if (this.answers.size >= KEPT) this.answers.clear();
        this.answers.set(text, suggested);
      }
      if (text === this.text && document.activeElement === this.field && !this.isComposing) {
        this.show(suggested);
      }
    }

    async fetched(text, signal) {
      const answer = await fetch(this.words.suggest + encodeURIComponent(text), {
        credentials: "omit",
        signal,
      });
      if (!answer.ok) {
        const seconds = Number(answer.headers.get("Retry-After")) || 0;
        this.quietUntil = Date.now() + 1000 * seconds;
        throw new Error(answer.statusText);
      }
      return (await answer.json()).items.map((item) => item.text);
    }

    show(suggested) {
      this.options = suggested.map((text, index) => {
        const option = document.createElement("li");
        option.id = `${this.list.id}-${index}`;
        option.setAttribute("role", "option");
        option.setAttribute("aria-selected", "false");
        option.textContent = text;
        return option;
      });
      this.list.replaceChildren(...this.options);
      this.activate(-1);
      this.setOpen(this.options.length > 0);
      this.status.textContent = this.told(this.options.length);
    }

    told(number) {
      const words = number === 0 ? this.words.none : number === 1 ? this.words.one : this.words.many;
      return words.replace("{number}", number);
    }

    setOpen(isOpen) {
      this.list.hidden = !isOpen;
      this.field.setAttribute("aria-expanded", String(isOpen));
    }

    close() {
      clearTimeout(this.timer);
      this.request?.abort();
      this.activate(-1);
      this.setOpen(false);
      this.status.textContent = "";
    }

    activate(index) {
      this.options[this.active]?.setAttribute("aria-selected", "false");
      this.active = index;
      const option = this.options[index];
      if (!option) {
        this.field.removeAttribute("aria-activedescendant");
        return;
      }
      option.setAttribute("aria-selected", "true");
      option.scrollIntoView({ block: "nearest" });
      this.field.setAttribute("aria-activedescendant", option.id);
    }

    pressed(event) {
      // While an input method is open, its keys are its own; Safari tells so by the key code only.
      if (event.isComposing || event.keyCode === 229) return;
      if (event.key === "ArrowDown" || event.key === "ArrowUp") {
        event.preventDefault();
        this.move(event.key === "ArrowDown" ? 1 : -1);
      } else if (event.key === "Enter" && !this.list.hidden && this.active >= 0) {
        event.preventDefault();
        this.search(this.options[this.active].textContent);
      } else if (event.key === "Escape" && !this.list.hidden) {
        event.preventDefault();
        this.close();
      }
    }

    /* Through the options and, between the last and the first, back to what was typed. */
    move(step) {
      if (this.list.hidden) {
        if (this.isEnough) this.ask(this.text);
        return;
      }
      const places = this.options.length + 1;
      this.activate(((this.active + 1 + step + places) % places) - 1);
    }

    search(text) {
      this.field.value = text;
      this.close();
      this.form.requestSubmit();
    }
  }

  document.querySelectorAll("form[data-suggest]").forEach((form, number) => {
    new Suggestions(form, number);
  });
})();

/* Several entries of a vocabulary: those that are chosen, and Wagtail's own dialogue for more. */
(() => {
  /** Boxes of few entries: what is added or found in the dialogue is ticked, and gets a box where it has none. */
  class Boxes extends HTMLElement {
    connectedCallback() {
      this.addEventListener("click", (event) => {
        if (event.target.closest("hashi-boxes > button")) this.ask();
      });
    }

    ask() {
      const handlers = window.CHOOSER_MODAL_ONLOAD_HANDLERS;
      const choose = (modal, found) => {
        handlers.choose(modal, found);
        // The tabs begin to listen once the dialogue has been put into the page.
        setTimeout(() => modal.body[0].querySelectorAll("[role=tab]")[1]?.click());
      };
      window.ModalWorkflow({
        url: this.dataset.url,
        onload: { ...handlers, choose },
        responses: { chosen: (entry) => this.tick(entry) },
      });
    }

    tick({ id, title, string }) {
      const known = [...this.querySelectorAll("input")].find((box) => box.value === String(id));
      const box = known || this.add(id, title || string);
      box.checked = true;
      box.dispatchEvent(new Event("change", { bubbles: true }));
      box.focus();
    }

    add(id, title) {
      const { name, id: field } = this.dataset;
      const row = document.createElement("div");
      const label = document.createElement("label");
      const box = document.createElement("input");
      Object.assign(box, { type: "checkbox", name, value: id, id: `${field}_added_${id}` });
      label.htmlFor = box.id;
      label.append(box, ` ${title}`);
      row.append(label);
      document.getElementById(field).append(row);
      return box;
    }
  }

  class Entries extends HTMLElement {
    connectedCallback() {
      // While the page is being read, the element is there before what it holds.
      if (this.querySelector(":scope > button")) this.begin();
      else document.addEventListener("DOMContentLoaded", () => this.begin(), { once: true });
    }

    begin() {
      if (this.chosen) return;
      this.input = this.querySelector("input");
      this.list = this.querySelector("ul");
      this.count = this.querySelector('[role="status"]');
      this.chosen = new Map(JSON.parse(this.querySelector("script").textContent));
      this.querySelector(":scope > button").addEventListener("click", () => this.choose());
      this.list.addEventListener("click", (event) => {
        const button = event.target.closest("button");
        if (button) this.remove_(Number(button.value), button);
      });
      this.show();
    }

    choose() {
      window.ModalWorkflow({
        url: this.dataset.url,
        urlParams: { multiple: 1 },
        onload: window.CHOOSER_MODAL_ONLOAD_HANDLERS,
        responses: {
          chosen: (found) => {
            for (const entry of [found].flat()) {
              this.chosen.set(Number(entry.id), entry.title || entry.string);
            }
            this.change();
          },
        },
      });
    }

    remove_(id, button) {
      const next = button.closest("li").nextElementSibling;
      const place = next ? [...this.list.children].indexOf(next) - 1 : -1;
      this.chosen.delete(id);
      this.change();
      const item = place >= 0 ? this.list.children[place] : null;
      (item || this).querySelector(item ? "button" : ":scope > button").focus();
    }

    change() {
      this.show();
      for (const kind of ["input", "change"]) {
        this.input.dispatchEvent(new Event(kind, { bubbles: true }));
      }
    }

    show() {
      this.input.value = [...this.chosen.keys()].join(",");
      this.count.textContent = this.dataset.count.replace("[count]", this.chosen.size);
      this.list.replaceChildren(
        ...[...this.chosen].map(([id, title]) => {
          const item = document.createElement("li");
          const button = document.createElement("button");
          button.type = "button";
          button.value = id;
          button.textContent = "×";
          button.setAttribute("aria-label", this.dataset.remove.replace("[entry]", title));
          item.append(title, button);
          return item;
        }),
      );
    }
  }

  if (!customElements.get("hashi-boxes")) customElements.define("hashi-boxes", Boxes);
  if (!customElements.get("hashi-entries")) customElements.define("hashi-entries", Entries);
})();

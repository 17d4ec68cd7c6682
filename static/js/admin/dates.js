/* Says beside a date field what was understood, as one types, and keeps the calendar from replacing
 * what was typed by another date (content/date_fields.py, docs/traps.md). */
(() => {
  "use strict";

  const WAIT = 250;
  const ADDRESS = document.currentScript.dataset.address;
  const FIELDS = "input[data-date-kind]";
  const waiting = new WeakMap();

  // The calendar would turn what it cannot read into the present moment when the field is left.
  const calendar = window.jQuery?.fn.datetimepicker;
  if (calendar) calendar.defaults.validateOnBlur = false;
  else
    document.addEventListener("DOMContentLoaded", () => {
      const late = window.jQuery?.fn.datetimepicker;
      if (late) late.defaults.validateOnBlur = false;
    });

  const place = (field) => {
    let line = field.dateLine;
    if (!line) {
      line = document.createElement("p");
      line.className = "help date-understood";
      line.setAttribute("role", "status");
      field.insertAdjacentElement("afterend", line);
      field.dateLine = line;
    }
    return line;
  };

  const ask = async (field) => {
    const text = field.value.trim();
    const line = place(field);
    if (!text) {
      line.textContent = "";
      return;
    }
    const asked = new URLSearchParams({ kind: field.dataset.dateKind, text });
    try {
      const response = await fetch(`${ADDRESS}?${asked}`);
      if (!response.ok) return;
      const answer = await response.json();
      if (field.value.trim() !== text) return; // typed on meanwhile
      line.textContent = answer.understood || answer.refused;
      line.classList.toggle("date-understood--refused", Boolean(answer.refused));
    } catch {
      line.textContent = "";
    }
  };

  const later = (event) => {
    const field = event.target;
    if (!field.matches?.(FIELDS)) return;
    clearTimeout(waiting.get(field));
    waiting.set(field, setTimeout(ask, WAIT, field));
  };
  document.addEventListener("input", later, true);
  document.addEventListener("change", later, true);
  document.addEventListener("focusin", (event) => {
    if (event.target.matches?.(FIELDS) && event.target.value && !event.target.dateLine) {
      ask(event.target);
    }
  });
})();

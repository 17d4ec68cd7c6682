/* Names the buttons that Wagtail 8.0 writes in English into its templates, for screen readers. */
(() => {
  "use strict";

  const { search: SEARCH } = document.currentScript.dataset;

  const name = (part) => {
    for (const button of part.querySelectorAll?.("input[type=submit][value=Search]") || []) {
      button.value = SEARCH;
    }
  };

  document.addEventListener("DOMContentLoaded", () => {
    name(document);
    new MutationObserver((changes) => {
      for (const { addedNodes } of changes) addedNodes.forEach(name);
    }).observe(document.body, { childList: true, subtree: true });
  });
})();

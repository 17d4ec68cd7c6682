/* A decision without a comment is sent when its button is pressed, and by nothing else.
 *
 * Wagtail 8.0 makes such a button one that submits, and only adds what was decided when it is
 * pressed. Where it is the form's first, Enter in any field would press it.
 */
document.addEventListener("click", (event) => {
  const button = event.target.closest?.("button[type=button][data-workflow-action-name]");
  if (!button || "workflowActionModalUrl" in button.dataset) return;
  document.querySelector("[data-edit-form]")?.requestSubmit();
});

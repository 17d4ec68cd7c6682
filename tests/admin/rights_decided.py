"""Addresses of the admin without a case in ``rights_cases``, and what was decided about each.

Patterns of names, from the most particular to the most general. What neither has a case nor stands
here fails by its name, so that nobody adds an address without saying who may use it.
"""

from __future__ import annotations

#: Answers, previews, searches or chooses: nothing that others see is written, whoever asks.
READS = (
    r"wagtailadmin_pages:(preview_on_add|preview_on_edit|choose_parent|move|usage|type_use\w*)",
    r"wagtailadmin_pages:(view_draft|add_subpage|search\w*|history\w*|workflow_history\w*)",
    r"wagtailadmin_pages:(revisions_index|revisions_view|revisions_revert|revisions_compare)",
    r"wagtailadmin_pages:(workflow_preview|collect_workflow_action_data)",
    r"wagtailadmin_pages:confirm_workflow_cancellation",
    r"wagtailadmin_(home|explore\w*|sprite|javascript_catalog|block_preview|tag_\w+)",
    r"wagtailadmin_choose_\w+",
    r"wagtailadmin_api:\w+:(listing|detail|find)",
    r"wagtailadmin_reports:\w+",
    r"admin/test404/|wagtailadmin_error_test|admin/\^.*",
    r"wagtail_localize:(preview_translation|download_pofile|javascript_catalog)",
    r"wagtail_localize:(translations_report\w*|snippets_api_\w+)",
    r"\w+(:\w*)?:?(index|index_results|list|list_results|usage|usage_results|history)",
    r"\w+:(history_results|inspect|choose|choose_results|chosen|chosen_multiple|task_chosen)",
    r"\w+:(chooser|chooserresults|search_terms\w*|document_usage|image_usage|preview_on_edit)",
    r"wagtailimages:(url_generator\w*|preview)|wagtailimages_chooser:select_format",
    r"wagtailembeds:chooser(_upload)?",
    r"wagtailadmin_workflows:(select_task_type|task_index\w*|task_chooser|task_chooser_results)",
    r"publishing_job|understood_date|bin",
    r"wagtailsnippets_content_term:export",
    r"search_(questions|explanation|promotions|choose)\w*|files_without_text\w*",
)
#: Changes only what belongs to whoever asks: an account, a session, an upload not yet described.
OWN = (
    r"wagtailadmin_(account|logout|login|dismissibles|password_reset\w*)",
    r"wagtailadmin_editing_sessions:(ping|release)",
    r"wagtail(docs|images):(create_multiple_from_uploaded_\w+|delete_upload_multiple)",
)
#: Asks the same right as the address that adds one redirect; see ``wagtailredirects:add``.
AS_ADDING = (r"wagtailredirects:(start_import|process_import)",)
#: For administrators alone: nobody else has a right on it, and is sent away whatever they send.
ADMINISTRATORS = (
    r"wagtailadmin_collections:(add|edit|delete|set_privacy)",
    r"wagtailadmin_workflows:(add|edit|enable|disable|remove|add_task|edit_task)",
    r"wagtailadmin_workflows:(disable_task|enable_task|task_chooser_create)",
    r"wagtailusers_(users|groups):(add|edit|delete|copy)",
    r"wagtaillocales:(add|edit|delete|copy)",
    r"wagtailsites:(add|edit|delete|copy)",
    r"api_tokens:(add|edit|delete)",
)
#: Stands behind another address of the same path, and is never reached.
COVERED = (r"wagtailsearchpromotions:(add|index|index_results)",)
#: Another case decides: an own value of one that stays the same is written by the same right.
SAME_RIGHT = {"wagtail_localize:edit_override": "wagtail_localize:edit_string_translation"}

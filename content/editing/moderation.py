"""What becomes public at the end of a moderation: what somebody has seen, and nothing newer.

Wagtail imports this module while its own models are being made, so it imports none.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from wagtail.models import WorkflowState


def publish_reviewed_revision(workflow_state: WorkflowState, user: Any = None) -> None:
    """Publish the revision that was reviewed; a draft that came after it stays a draft.

    The reviewer's own last correction, saved together with the approval, counts as reviewed.
    """
    latest = workflow_state.content_object.get_latest_revision()
    reviewed = workflow_state.current_task_state.revision
    corrected_by_reviewer = user is not None and latest.user_id == user.pk
    (latest if corrected_by_reviewer else reviewed).publish(user=user)

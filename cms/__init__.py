import sys

# Wagtail asks for it, and its wheel brings libraries under the GPL, which nothing here needs: HEIC
# is refused. So that they are never part of this service's process, it is not found.
sys.modules["pillow_heif"] = None  # type: ignore[assignment]

"""Pictures in the sizes and formats that are declared, and in no others."""

from __future__ import annotations

from django.db.models.fields.files import FieldFile
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.utils.translation import gettext as _
from wagtail.images.models import AbstractRendition, SourceImageIOError

from content.dependencies import image_name
from content.pictures import DECLARED_RENDITIONS, FORMATS
from delivery.http.parameters import wrong_choice
from delivery.http.problems import Problem, unavailable
from http_cache import policies
from http_cache.conditional import etag_of, not_modified
from media.models import Image
from media.ranges import part_of
from media.storage import StoreUnavailableError
from media.visibility import served_files


def declared() -> dict[str, tuple[str, str]]:
    """Return the renditions that can be asked for by name (``width-640.avif``).

    Each with its specification in Wagtail and its media type.
    """
    found = {}
    for specification in DECLARED_RENDITIONS:
        size, _bar, extension = specification.partition("|format-")
        for media_type, known in FORMATS.items():
            if extension == known:
                found[f"{size}.{extension}"] = (specification, media_type)
    return found


def picture(request: HttpRequest, number: int, name: str) -> HttpResponse:
    """Answer with a picture, or with the part of one that is asked for.

    A size that no page has shown yet is made for the first who asks and kept; there are only as
    many as are declared.

    Raises:
        Problem: there is no such size, or no such picture that the public may see, or the store
            of files does not answer.
    """
    sizes = declared()
    if name not in sizes:
        raise wrong_choice("name", name, list(sizes))
    specification, media_type = sizes[name]
    image = served_files(Image.objects.filter(pk=number)).first()
    if image is None:
        raise _missing()
    etag = etag_of("media", image.pk, specification, image.file_hash, image.get_focal_point())
    if found := not_modified(request, etag):
        return found
    headers = {"ETag": etag, "Cache-Control": policies.purged()}
    headers |= policies.cache_tags([image_name(image.pk)])
    file, content = _file(image, specification)
    response = HttpResponse(content, content_type=media_type, headers=headers)
    part = part_of(request, response, file)
    if isinstance(part, StreamingHttpResponse):
        return HttpResponse(b"".join(part), status=part.status_code, headers=dict(part.items()))
    return response  # the whole, also to who asks for what lies beyond its end


def _file(image: Image, specification: str) -> tuple[FieldFile, bytes]:
    try:
        rendition: AbstractRendition = image.get_rendition(specification)
        with rendition.file.open("rb") as file:
            content: bytes = file.read()
    except (SourceImageIOError, OSError) as error:
        # Wagtail says the same of a file that is gone and of a store that does not answer.
        if any(isinstance(one, StoreUnavailableError) for one in (error, error.__cause__)):
            raise unavailable() from error
        raise _missing() from None
    return rendition.file, content


def _missing() -> Problem:
    return Problem("not-found", _("There is no picture with this number."), parameter="number")

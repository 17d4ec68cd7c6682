"""What pages refer to: vocabulary entries and pictures. Created once, never changed afterwards."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.core.files.images import ImageFile
from django.db import transaction

from media.models import Image

from .entries import PictureEntry, VocabularyEntry, fingerprint
from .errors import OpeningContentError
from .ledger import LoadRecord


def create_vocabulary_entry(entry: VocabularyEntry, ledger: LoadRecord) -> None:
    """Put an entry into its vocabulary.

    Raises:
        OpeningContentError: naming the entry and the field that is wrong.
    """
    values = dict(entry.values)
    if country := values.pop("country", None):
        values["country_id"] = ledger.vocabulary_id("country", country)
    if "other_spellings" in values:
        values["other_spellings"] = "\n".join(values["other_spellings"])
    try:
        with transaction.atomic():
            record = entry.model(**values)
            record.full_clean(exclude=["name_ja", "name_en"])
            record.save()
            ledger.remember(entry.key, fingerprint(entry.values), record)
    except (TypeError, ValidationError) as error:
        raise OpeningContentError(f"vocabularies.toml: {entry.key}: {error}") from error


def create_picture(entry: PictureEntry, ledger: LoadRecord) -> None:
    """Put a picture into the image library, through whatever storage the site uses.

    Raises:
        OpeningContentError: naming the picture and the field that is wrong.
    """
    image = None
    try:
        with entry.path.open("rb") as file, transaction.atomic():
            image = Image(**entry.values, file=ImageFile(file, name=entry.path.name))
            image.full_clean()
            image._set_image_file_metadata()
            image.save()
            ledger.remember(entry.key, fingerprint(entry.values), image)
    except (TypeError, ValidationError) as error:
        raise OpeningContentError(f"pictures.toml: {entry.name}: {error}") from error
    except Exception:
        if image is not None and image.file._committed:
            image.file.delete(save=False)
        raise

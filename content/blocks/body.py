"""The blocks of a page's body, each with a preview for the chooser and a declared schema."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Prefetch, prefetch_related_objects
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.blocks.struct_block import StructBlockValidationError
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.images.blocks import ImageChooserBlock

from media.models import Document, Image, Rendition

from .. import representation, schemas
from ..addresses import absolute_url
from ..languages import LANGUAGE_CODES, active_language, written_languages
from ..pictures import DECLARED_RENDITIONS
from ..rich_text import RICH_TEXT_FEATURES
from ..visibility import public_links, public_pages
from .figures import FigureBlock, FileBlock
from .published import PublishedBlock
from .table import TableBlock
from .texts import EmailBlock, LineBlock, LinesBlock, URLBlock

#: The related pages that the block chooser's preview shows, none of them a home page.
PREVIEW_PAGES = 3
HOME_DEPTH = 2


class HeadingBlock(PublishedBlock, blocks.StructBlock):
    """A heading below the page's title."""

    level = blocks.ChoiceBlock(
        label=_("Level"),
        choices=[("h2", _("Heading")), ("h3", _("Subheading")), ("h4", _("Small heading"))],
        default="h2",
    )
    text = LineBlock(label=_("Text of the heading"), max_length=200)

    class Meta:
        icon = "title"
        label = _("Heading")
        description = _("A heading that structures the page")
        template = "blocks/heading.html"
        schema = schemas.HeadingBlockSchema
        preview_value = {"level": "h2", "text": "都市間連携の進め方"}

    def represent(self, value: Any) -> dict[str, Any]:
        return representation.texts(value, "level", "text")


class RichTextBlock(PublishedBlock, blocks.RichTextBlock):
    """Running text with bold, lists and links."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"features": RICH_TEXT_FEATURES, **kwargs})

    class Meta:
        icon = "pilcrow"
        label = _("Text")
        description = _("Paragraphs, lists and links")
        template = "blocks/rich_text.html"
        schema = schemas.RichTextBlockSchema
        preview_value = "<p>自治体の経験を、<b>次の都市</b>へつなぎます。</p>"

    def represent(self, value: Any) -> dict[str, Any]:
        return dict(representation.rich_text(value))


class PictureChooserBlock(ImageChooserBlock):
    """Chooses a picture; those of one page are fetched together, with what shows them."""

    def bulk_to_python(self, values: list[int | None]) -> list[Image | None]:
        images: list[Image | None] = super().bulk_to_python(values)
        renditions = Rendition.objects.filter(filter_spec__in=DECLARED_RENDITIONS)
        prefetch_related_objects(
            [image for image in images if image is not None],
            Prefetch("renditions", queryset=renditions, to_attr="prefetched_renditions"),
        )
        return images


class ImageBlock(PublishedBlock, blocks.StructBlock):
    """A picture with an alternative text, or marked as decorative."""

    image = PictureChooserBlock(label=_("Image"))
    alt_text = LineBlock(
        label=_("Alternative text"),
        max_length=300,
        required=False,
        help_text=_("What the picture says here. Left empty, the image’s own text is used."),
    )
    decorative = blocks.BooleanBlock(
        label=_("Decorative"),
        required=False,
        help_text=_("Tick if the picture adds nothing to the text."),
    )
    caption = LineBlock(label=_("Caption of the picture"), max_length=300, required=False)

    class Meta:
        icon = "image"
        label = _("Image")
        description = _("A picture with a caption")
        template = "blocks/image.html"
        schema = schemas.ImageBlockSchema

    def clean(self, value: Any) -> Any:
        cleaned = super().clean(value)
        image: Image | None = cleaned["image"]
        if cleaned["decorative"] and cleaned["alt_text"]:
            message = _("A decorative picture has no alternative text: keep one of the two.")
            raise StructBlockValidationError({"alt_text": ValidationError(message)})
        if image is None or self.is_deferred_validation:
            return cleaned
        described = cleaned["alt_text"] or all(map(image.alt, written_languages()))
        if not cleaned["decorative"] and not described:
            message = _(
                "Describe the picture, in the language of this page, for readers who cannot see it,"
                " or mark it decorative."
            )
            raise StructBlockValidationError({"alt_text": ValidationError(message)})
        return cleaned

    def represent(self, value: Any) -> dict[str, Any]:
        alt = "" if value["decorative"] else value["alt_text"] or None
        return {
            "image": representation.image(value["image"], alt),
            **representation.texts(value, "caption"),
        }

    def get_preview_value(self) -> Any:
        return self.normalize({"image": Image.objects.first(), "caption": "図1　連携のかたち"})


class QuoteBlock(PublishedBlock, blocks.StructBlock):
    """Somebody's words."""

    text = LinesBlock(label=_("Quotation"))
    attribution = LineBlock(label=_("Who said it"), max_length=200, required=False)
    source_url = URLBlock(label=_("Address of the source"), required=False)

    class Meta:
        icon = "openquote"
        label = _("Quotation")
        description = _("A quotation with its source")
        template = "blocks/quote.html"
        schema = schemas.QuoteBlockSchema
        preview_value = {"text": "引用文がここに入ります。", "attribution": "出典"}

    def represent(self, value: Any) -> dict[str, Any]:
        return representation.texts(value, "text", "attribution", "source_url")


class LinkBlock(blocks.StructBlock):
    """A link to one of a page, a file or another site."""

    page = blocks.PageChooserBlock(label=_("Page"), required=False)
    document = DocumentChooserBlock(label=_("File"), required=False)
    url = URLBlock(label=_("Address on another site"), required=False)
    text = LineBlock(
        label=_("Text of the link"),
        max_length=200,
        required=False,
        help_text=_("Left empty, the page’s or file’s title is used."),
    )
    language = blocks.ChoiceBlock(
        label=_("Language of the target"),
        choices=Document.Language.choices,
        required=False,
        help_text=_("For another site in a language other than this page’s."),
    )

    class Meta:
        icon = "link"
        label = _("Link")

    def clean(self, value: Any) -> Any:
        cleaned = super().clean(value)
        targets = [name for name in ("page", "document", "url") if cleaned.get(name)]
        if self.is_deferred_validation and not targets:
            return cleaned
        if len(targets) != 1:
            message = _("Choose exactly one target: a page, a file or an address.")
            raise StructBlockValidationError({(targets or ["page"])[-1]: ValidationError(message)})
        if targets == ["url"] and not cleaned["text"] and not self.is_deferred_validation:
            message = _("Write the text of the link; an address alone tells a reader little.")
            raise StructBlockValidationError({"text": ValidationError(message)})
        return cleaned

    def represent(self, value: Any) -> schemas.LinkSchema | None:
        """Return the link, its text alone if the target is not public, ``None`` without a text."""
        page = value["page"]
        link = public_links([page.pk]).get(page.pk) if page is not None else None
        file = representation.file(value["document"])
        kind, url, language, title = "text", None, None, ""
        if link is not None:
            kind, url, language = "page", absolute_url(link.url), link.language_code
            title = link.title
        elif file is not None:
            kind, url, language, title = "file", file.url, file.language, file.title
        elif value["url"]:
            kind, url, language = "website", value["url"], value["language"] or None
        text = value["text"] or title
        if not text:
            return None
        text_language = active_language() if value["text"] else language
        members = {
            "kind": kind,
            "url": url,
            "language": language,
            "text": text,
            "text_language": text_language if text_language in LANGUAGE_CODES else None,
            "file": file,
        }
        return representation.shaped(schemas.LinkSchema, members)


class LinkListBlock(PublishedBlock, blocks.StructBlock):
    """A list of links."""

    title = LineBlock(label=_("Title"), max_length=200, required=False)
    links = blocks.ListBlock(LinkBlock(), label=_("Links"))

    class Meta:
        icon = "list-ul"
        label = _("Link list")
        description = _("Links to pages, files and other sites")
        template = "blocks/link_list.html"
        schema = schemas.LinkListBlockSchema
        preview_value = {
            "title": "関連リンク",
            "links": [
                {
                    "page": None,
                    "document": None,
                    "url": "https://www.env.go.jp/",
                    "text": "環境省",
                    "language": "",
                }
            ],
        }

    def represent(self, value: Any) -> dict[str, Any]:
        block: Any = self.child_blocks["links"].child_block
        links = [block.represent(link) for link in value["links"]]
        return {
            **representation.texts(value, "title"),
            "links": [link for link in links if link is not None],
        }


class NoticeBlock(PublishedBlock, blocks.StructBlock):
    """Something a reader must not miss."""

    kind = blocks.ChoiceBlock(
        label=_("Kind"),
        choices=[
            ("information", _("Information")),
            ("caution", _("Caution")),
            ("important", _("Important")),
        ],
        default="information",
    )
    title = LineBlock(label=_("Title"), max_length=120)
    text = RichTextBlock(label=_("Text"))

    class Meta:
        icon = "info-circle"
        label = _("Notice")
        description = _("A framed note")
        template = "blocks/notice.html"
        schema = schemas.NoticeBlockSchema
        preview_value = {
            "kind": "information",
            "title": "お知らせ",
            "text": "<p>募集期間を確認してください。</p>",
        }

    def represent(self, value: Any) -> dict[str, Any]:
        return {
            **representation.texts(value, "kind", "title"),
            **dict(representation.rich_text(value["text"])),
        }


class ContactBlock(PublishedBlock, blocks.StructBlock):
    """Whom to ask."""

    organisation = LineBlock(label=_("Organisation"), max_length=200)
    department = LineBlock(label=_("Department"), max_length=200, required=False)
    phone = LineBlock(label=_("Telephone"), max_length=60, required=False)
    email = EmailBlock(label=_("Email"), required=False)
    website = URLBlock(label=_("Website"), required=False)
    address = LinesBlock(label=_("Postal address"), required=False, rows=2)

    class Meta:
        icon = "mail"
        label = _("Contact")
        description = _("Who to contact, and how")
        template = "blocks/contact.html"
        schema = schemas.ContactBlockSchema
        preview_value = {
            "organisation": "見本市",
            "department": "環境国際担当",
            "email": "name@example.org",
        }

    def clean(self, value: Any) -> Any:
        cleaned = super().clean(value)
        reachable = any(cleaned[name] for name in ("phone", "email", "website", "address"))
        if not reachable and not self.is_deferred_validation:
            message = _("Enter at least one way of getting in touch.")
            raise StructBlockValidationError({"email": ValidationError(message)})
        return cleaned

    def represent(self, value: Any) -> dict[str, Any]:
        return representation.texts(value, *self.child_blocks)


class RelatedPagesBlock(PublishedBlock, blocks.StructBlock):
    """Pages to read next."""

    title = LineBlock(label=_("Title"), max_length=200, required=False)
    pages = blocks.ListBlock(blocks.PageChooserBlock(label=_("Page")), label=_("Pages"))

    class Meta:
        icon = "copy"
        label = _("Related pages")
        description = _("Pages of this site to read next")
        template = "blocks/related_pages.html"
        schema = schemas.RelatedPagesBlockSchema

    def get_preview_value(self) -> Any:
        pages = public_pages().filter(depth__gt=HOME_DEPTH).order_by("path")[:PREVIEW_PAGES]
        return self.normalize({"title": "あわせてお読みください", "pages": list(pages)})

    def represent(self, value: Any) -> dict[str, Any]:
        ids = [page.pk for page in value["pages"] if page is not None]
        links = public_links(ids)
        return {
            **representation.texts(value, "title"),
            "pages": [representation.page_link(links[pk]) for pk in ids if pk in links],
        }


class StepBlock(blocks.StructBlock):
    """One step."""

    title = LineBlock(label=_("Title"), max_length=120)
    text = RichTextBlock(label=_("Text"), required=False)

    class Meta:
        icon = "arrow-right"
        label = _("Step")


class StepsBlock(PublishedBlock, blocks.StructBlock):
    """What to do, in order."""

    title = LineBlock(label=_("Title"), max_length=200, required=False)
    steps = blocks.ListBlock(StepBlock(), label=_("Steps"))

    class Meta:
        icon = "list-ol"
        label = _("Step list")
        description = _("What to do, in order")
        template = "blocks/steps.html"
        schema = schemas.StepsBlockSchema
        preview_value = {
            "title": "申請の流れ",
            "steps": [
                {"title": "相談", "text": "<p>窓口に相談します。</p>"},
                {"title": "申請", "text": "<p>書類を提出します。</p>"},
            ],
        }

    def represent(self, value: Any) -> dict[str, Any]:
        steps = [
            schemas.StepSchema(title=step["title"], **dict(representation.rich_text(step["text"])))
            for step in value["steps"]
        ]
        return {**representation.texts(value, "title"), "steps": steps}


class BodyStreamBlock(blocks.StreamBlock):
    """The body of a page."""

    heading = HeadingBlock()
    rich_text = RichTextBlock()
    image = ImageBlock()
    quote = QuoteBlock()
    table = TableBlock()
    file = FileBlock()
    link_list = LinkListBlock()
    key_figure = FigureBlock()
    notice = NoticeBlock()
    contact = ContactBlock()
    related_pages = RelatedPagesBlock()
    steps = StepsBlock()

    def represent(self, value: Any) -> schemas.Body:
        """Return a body in its published shape: each block is asked for its schema's members."""
        return [
            representation.shaped(
                child.block.meta.schema,
                {
                    "type": child.block_type,
                    "id": child.id or str(position),
                    **child.block.represent(child.value),
                },
            )
            for position, child in enumerate(value)
        ]

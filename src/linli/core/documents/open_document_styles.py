"""How text looks in an open document, and what the controls of its forms hold."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from lxml import etree

from linli.core.documents.grid import TICKED, UNTICKED
from linli.core.documents.word_text import SYMBOL_FONTS, attribute, local_name


@dataclass(frozen=True, slots=True)
class Look:
    """Whether text is hidden or struck out, and what its characters mean in a symbol font."""

    is_unseen: bool = False
    symbols: dict[int, str] = field(default_factory=dict)


def looks_of(root: etree._Element) -> Mapping[str, Look]:
    """Return the looks of the styles that say something, by their names."""
    families = {
        attribute(face, "name") or "": (attribute(face, "font-family") or "").strip("'\" ").lower()
        for face in root.iter("{*}font-face")
    }
    return {
        attribute(style, "name") or "": _look(properties, families)
        for style in root.iter("{*}style")
        for properties in style
        if local_name(properties) == "text-properties"
    }


def _look(properties: etree._Element, families: Mapping[str, str]) -> Look:
    struck = (
        attribute(properties, name)
        for name in ("text-line-through-style", "text-line-through-type")
    )
    is_struck = any(value not in {None, "none"} for value in struck)
    is_hidden = attribute(properties, "display") == "none"
    name = attribute(properties, "font-name") or attribute(properties, "font-family") or ""
    family = families.get(name) or name.strip("'\" ").lower()
    return Look(is_struck or is_hidden, SYMBOL_FONTS.get(family, {}))


def controls_of(root: etree._Element) -> Mapping[str, str]:
    """Return what each control shows, by its id: a box with or without its tick, or its text."""
    found: dict[str, str] = {}
    for forms in root.iter("{*}forms"):
        for control in forms.iter():
            shown = _shown(control)
            number = attribute(control, "id")
            if number and shown is not None:
                found[number] = shown
    return found


def _shown(control: etree._Element) -> str | None:
    name = local_name(control)
    if name == "checkbox":
        state = attribute(control, "current-state") or attribute(control, "state")
        return TICKED if state == "checked" else UNTICKED
    if name == "radio":
        state = attribute(control, "current-selected") or attribute(control, "selected")
        return TICKED if state == "true" else UNTICKED
    if name in {"text", "textarea", "formatted-text", "date", "combobox"}:
        return attribute(control, "current-value") or attribute(control, "value") or ""
    if name == "listbox":
        return next((_label(option) for option in control if _is_chosen(option)), "")
    return None


def _is_chosen(option: etree._Element) -> bool:
    return "true" in {attribute(option, "current-selected"), attribute(option, "selected")}


def _label(option: etree._Element) -> str:
    return attribute(option, "label") or ""

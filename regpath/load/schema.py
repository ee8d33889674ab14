"""JSON Schemas for editors: of the answers file, and of the rulebook's files."""

from __future__ import annotations

from typing import Any

from regpath.load.answers import MAX_TEXT
from regpath.load.rulebook import file_adapter
from regpath.model.answers import SCHEMA as ANSWERS_SCHEMA
from regpath.model.answers import UNKNOWN
from regpath.model.condition import OPERATORS
from regpath.model.rulebook import SCHEMA, Fact, Rulebook

DRAFT = "https://json-schema.org/draft/2020-12/schema"
_LISTED = ("in", "not_in", "between", "has_any", "has_all")
_CONDITION_DEFS = ("Always", "FactTest", "All", "AnyOf", "Not")


def answers_schema(rulebook: Rulebook) -> dict[str, Any]:
    """The JSON Schema of an answers file: every fact with its values and its question."""
    facts = {f.id: _fact_schema(f, rulebook) for f in rulebook.facts.values() if not f.found}
    return {
        "$schema": DRAFT,
        "title": "regpath answers",
        "type": "object",
        "required": ["schema", "answers"],
        "additionalProperties": False,
        "properties": {
            "schema": {"const": ANSWERS_SCHEMA},
            "as_of": {"type": "string", "format": "date"},
            "answers": {"type": "object", "additionalProperties": False, "properties": facts},
        },
    }


def _fact_schema(fact: Fact, rulebook: Rulebook) -> dict[str, Any]:
    words = {"title": fact.question.en, "description": f"{fact.help.en} {fact.why.en}"}
    return {**words, "anyOf": [_value_schema(fact, rulebook), {"const": UNKNOWN}, {"type": "null"}]}


def _value_schema(fact: Fact, rulebook: Rulebook) -> dict[str, Any]:
    if fact.is_list:
        return {"type": "array", "items": _word_schema(fact, rulebook), "uniqueItems": True}
    return _word_schema(fact, rulebook)


def _word_schema(fact: Fact, rulebook: Rulebook) -> dict[str, Any]:
    match fact.type:
        case "yes_no":
            return {"enum": ["yes", "no", True, False]}
        case "date":
            return {"type": "string", "format": "date"}
        case "whole_number":
            return {"type": "integer", "minimum": 1, "maximum": 999_999}
        case "province" | "province_list":
            places = rulebook.provinces.values()
            names = [n for p in places for n in (p.id, p.iso, p.name.zh, p.name.en, *p.aliases)]
            return {"enum": list(dict.fromkeys(name for name in names if name))}
        case "country" | "country_list":
            return {"type": "string", "pattern": "^[A-Za-z]{2}$"}
    ids = [choice.id for choice in fact.choices]
    if not ids or fact.free:
        return {"type": "string", "minLength": 1, "maxLength": MAX_TEXT}
    if {"I", "II", "III"} <= set(ids):
        return {"enum": [*ids, 1, 2, 3]}
    return {"enum": ids}


def rulebook_schema() -> dict[str, Any]:
    """The JSON Schema of a file of the rulebook."""
    schema = file_adapter().json_schema(mode="validation")
    definitions = schema["$defs"]
    for name in _CONDITION_DEFS:
        definitions.pop(name, None)
    definitions["Condition"] = _condition_schema()
    for name in ("Window", "ClassMove"):
        properties = definitions[name]["properties"]
        properties["from"] = properties.pop("from_")
        required = definitions[name].get("required", [])
        required[:] = ["from" if key == "from_" else key for key in required]
    schema["properties"]["schema"] = {"const": SCHEMA}
    for definition in definitions.values():
        for key in ("when", "asked_when", "requires"):
            properties = definition.get("properties", {})
            if key in properties:
                properties[key] = {"$ref": "#/$defs/Condition"}
    return {"$schema": DRAFT, **schema, "title": "regpath rulebook file"}


def _condition_schema() -> dict[str, Any]:
    this = {"$ref": "#/$defs/Condition"}
    scalar = {"type": ["string", "integer"]}
    tests = [
        {
            "type": "object",
            "required": ["fact", operator],
            "additionalProperties": False,
            "properties": {
                "fact": {"type": "string"},
                operator: (
                    {"type": "array", "items": scalar, "minItems": 1}
                    if operator in _LISTED
                    else scalar
                ),
            },
        }
        for operator in OPERATORS
    ]
    joins = [
        {
            "type": "object",
            "required": [key],
            "additionalProperties": False,
            "properties": {key: {"type": "array", "items": this, "minItems": 1}},
        }
        for key in ("all", "any")
    ]
    negation = {
        "type": "object",
        "required": ["not"],
        "additionalProperties": False,
        "properties": {"not": this},
    }
    return {"anyOf": [{"const": "always"}, *tests, *joins, negation]}

"""Entries of the rulebook back to the YAML that an author would write."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import MISSING, fields, is_dataclass
from typing import Any, get_args

import yaml

from regpath.load.conditions import condition_to_yaml
from regpath.model.condition import Condition
from regpath.model.law import Window

_CONDITIONS = get_args(Condition)


def to_yaml_data(value: Any) -> Any:
    """An entry as plain data; keys that hold their default are left out."""
    if isinstance(value, _CONDITIONS):
        return condition_to_yaml(value)
    if isinstance(value, Window):
        return {key: day for key, day in value.to_json().items() if day is not None}
    if is_dataclass(value) and not isinstance(value, type):
        return {
            field.name.rstrip("_"): to_yaml_data(getattr(value, field.name))
            for field in fields(value)
            if not _is_default(field, getattr(value, field.name))
        }
    if isinstance(value, Mapping):
        return {key: to_yaml_data(item) for key, item in value.items()}
    if isinstance(value, tuple):
        return [to_yaml_data(item) for item in value]
    return value


def _is_default(field: Any, value: Any) -> bool:
    if field.default is not MISSING:
        return bool(value == field.default)
    return field.default_factory is not MISSING and not value


def to_yaml(value: Any) -> str:
    """An entry as YAML text."""
    return yaml.safe_dump(to_yaml_data(value), allow_unicode=True, sort_keys=False, width=100)

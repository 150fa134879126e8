"""Layers: portal → meetings → contact → members → councils. Nothing points up."""

import ast
from pathlib import Path

import pytest
from django.apps import apps

LAYERS = ["portal", "meetings", "contact", "members", "councils"]
ROOT = Path(__file__).resolve().parent.parent


def rank(app):
    return LAYERS.index(app)


@pytest.mark.parametrize("app", LAYERS)
def test_foreign_keys_point_down(app):
    up = []
    for model in apps.get_app_config(app).get_models():
        for field in model._meta.get_fields():
            target = field.related_model if field.is_relation and not field.auto_created else None
            if target is not None and target._meta.app_label in LAYERS and rank(target._meta.app_label) < rank(app):
                up.append(f"{model.__name__}.{field.name}")

    assert up == []


@pytest.mark.parametrize("app", LAYERS)
def test_imports_point_down(app):
    up = []
    for path in (ROOT / app).rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            modules = (
                [alias.name for alias in node.names]
                if isinstance(node, ast.Import)
                else [node.module or ""]
                if isinstance(node, ast.ImportFrom) and node.level == 0
                else []
            )
            for module in modules:
                top = module.partition(".")[0]
                if top in LAYERS and rank(top) < rank(app):
                    up.append(f"{path.relative_to(ROOT)}: {module}")

    assert up == []


def test_portal_has_no_models():
    assert [model.__name__ for model in apps.get_app_config("portal").get_models()] == []


def test_no_person_has_origin_religion_or_birthday():
    forbidden = {"origin", "nationality", "religion", "birthday", "birth", "refugee", "citizenship", "gender"}
    found = {
        f"{model.__name__}.{field.name}"
        for app in LAYERS
        for model in apps.get_app_config(app).get_models()
        for field in model._meta.get_fields()
        if forbidden & set(field.name.split("_"))
    }

    assert found == set()

"""Imports, keys, templates and addresses go only downwards."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.template.loaders.app_directories import get_app_template_dirs

from tests.house import tree


def test_imports_keep_the_contracts_of_importlinter():
    command = Path(sys.executable).with_name("lint-imports")
    done = subprocess.run([command], cwd=tree.CHECKOUT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout[-3000:]


def test_every_package_has_its_floor():
    packages = {path.parent.name for path in tree.SOURCE.glob("*/__init__.py")}
    assert packages == set(tree.FLOOR) & packages, (
        f"give {packages - set(tree.FLOOR)} a floor in tests/house/tree.py and .importlinter"
    )


def test_foreign_keys_point_to_the_same_floor_or_below():
    wrong = []
    for model in apps.get_models():
        if not model.__module__.startswith("magistrat."):
            continue
        own = tree.FLOOR[model._meta.app_label]
        for field in model._meta.get_fields():
            target = (
                field.related_model
                if (field.many_to_one or field.one_to_one or field.many_to_many) and field.concrete
                else None
            )
            if (
                target is not None
                and target.__module__.startswith("magistrat.")
                and tree.FLOOR[target._meta.app_label] > own
            ):
                wrong.append(f"{model._meta.label}.{field.name} points up to {target._meta.label}")
    assert not wrong, "a lower table must not point to an upper app's: move the field up\n" + "\n".join(wrong)


def test_templates_include_only_their_own_apps_and_uis():
    wrong = []
    for path in tree.templates():
        own = tree.app_of(path)
        for name in tree.matches(r"{%\s*(?:include|extends)\s+[\"']([^\"']+)[\"']", path):
            other = name.split("/")[0]
            if other not in {own, "ui"} and tree.FLOOR.get(other, 99) >= tree.FLOOR[own]:
                wrong.append(f"{tree.shown(path)} includes {name}")
    assert not wrong, "show it by a panel or move the component to ui\n" + "\n".join(wrong)


def test_addresses_named_in_an_app_belong_to_the_same_floor_or_below():
    wrong = []
    for path in [*tree.templates(), *tree.python_files()]:
        own = tree.app_of(path)
        if own in {"cli", "launcher", "config"}:
            continue
        named = tree.matches(r"(?:{%\s*url\s+|reverse\(|redirect\(\s*)[\"']([a-z]+):", path)
        wrong += [
            f"{tree.shown(path)} names an address of {app}" for app in named if tree.FLOOR.get(app, 0) > tree.FLOOR[own]
        ]
    assert not wrong, "offer a panel, or name it in settings.UI_LINKS\n" + "\n".join(wrong)


def test_no_template_is_unused():
    used = set()
    for path in [*tree.templates(), *tree.python_files()]:
        used |= set(tree.matches(r"[\"']([a-z_]+/[a-zA-Z0-9_/.-]+\.(?:html|txt|xml))[\"'#]", path))
    names = [tree.template_name(path) for path in tree.templates()]
    django_own = {"404.html", "500.html", "403.html", "400.html"}
    unused = [
        name for name in names if name not in used and name not in django_own and not re.match(r"(axes|otp)/", name)
    ]
    assert not unused, f"delete or use: {unused}"


def test_templates_lie_in_a_folder_of_their_app():
    assert settings.TEMPLATES[0]["APP_DIRS"]
    for folder in [folder for kind in sorted(tree.TEMPLATES) for folder in get_app_template_dirs(kind)]:
        app = Path(folder).parent
        if tree.SOURCE in app.parents:
            strangers = {child.name for child in Path(folder).iterdir()} - {app.name}
            assert not strangers, f"{tree.shown(Path(folder))} holds {strangers}"

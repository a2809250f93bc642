"""Private files: their readers, links that last five minutes, headers, expiry."""

from __future__ import annotations

import time
from datetime import timedelta

import pytest
from django.core.files.storage import storages
from django.test import Client
from django.utils import timezone

from core.models import PrivateFile
from core.private_files import private_file_link, private_file_save, private_files_purge
from tests.marketplace.factories import make_member, make_store


def browser_of(user) -> Client:
    browser = Client()
    browser.force_login(user)
    return browser


def make_file(**fields) -> PrivateFile:
    given = {"kind": "test", "name": "mine.csv", "content": b"a,b\n1,2\n", "content_type": "text/csv"}
    return private_file_save(**{**given, "keep": timedelta(days=1), **fields})


@pytest.fixture
def mina(make_user):
    return make_user("mina@example.com")


def test_its_owner_gets_it_as_a_download_that_nothing_renders_or_keeps(mina):
    row = make_file(owner_id=mina.pk)
    answer = browser_of(mina).get(f"/files/{row.pk}/")
    assert (answer.status_code, b"".join(answer)) == (200, b"a,b\n1,2\n")
    assert answer["Content-Disposition"] == 'attachment; filename="mine.csv"'
    assert answer["Content-Type"] == "text/csv"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Cache-Control"] == "private, no-store"
    assert "sandbox" in answer["Content-Security-Policy"]


def test_to_anybody_else_it_is_not_there(mina, make_user):
    row = make_file(owner_id=mina.pk)
    for browser in (Client(), browser_of(make_user()), browser_of(make_user(is_superuser=True))):
        assert browser.get(f"/files/{row.pk}/").status_code == 404


def test_a_stores_file_is_for_members_who_hold_its_permission(make_user):
    owner, packer = make_user(), make_user()
    store = make_store(owner=owner)
    make_member(store, packer, "fulfilment")
    row = make_file(store_id=store.pk, store_permission="team.edit")
    for_all = make_file(store_id=store.pk)
    assert browser_of(owner).get(f"/files/{row.pk}/").status_code == 200
    assert browser_of(packer).get(f"/files/{row.pk}/").status_code == 404
    assert browser_of(packer).get(f"/files/{for_all.pk}/").status_code == 200


def test_a_link_opens_it_for_five_minutes_and_no_other_file(mina, monkeypatch):
    row, other = make_file(owner_id=mina.pk), make_file(owner_id=mina.pk)
    made_at = time.time()
    link = private_file_link(row)
    assert Client().get(link).status_code == 200
    assert Client().get(link.replace(str(row.pk), str(other.pk))).status_code == 404
    assert Client().get(link[:-1] + ("A" if link[-1] != "A" else "B")).status_code == 404
    monkeypatch.setattr(time, "time", lambda: made_at + 303)
    assert Client().get(link).status_code == 404


def test_after_its_day_it_is_gone_from_the_site_and_then_from_the_disk(mina):
    row = make_file(owner_id=mina.pk)
    kept = make_file(owner_id=mina.pk)
    PrivateFile.objects.filter(pk=row.pk).update(expires_at=timezone.now())
    assert browser_of(mina).get(f"/files/{row.pk}/").status_code == 404
    assert private_files_purge() == 1
    assert not storages["private"].exists(row.file.name)
    assert list(PrivateFile.all_objects.all()) == [kept]


def test_a_file_that_is_lost_on_the_disk_is_a_404(mina):
    row = make_file(owner_id=mina.pk)
    storages["private"].delete(row.file.name)
    assert browser_of(mina).get(f"/files/{row.pk}/").status_code == 404


def test_names_lose_what_could_mislead_a_shell_or_a_reader(mina):
    row = make_file(owner_id=mina.pk, name="../etc/\x00pass\u202ewd\n.csv")
    assert row.name == "..etcpasswd.csv"
    assert row.file.name == f"test/{row.pk}.csv"


def test_when_its_row_fails_no_file_stays_behind(db):
    before = storages["private"].listdir("")[1] if storages["private"].exists("orphan") else []
    with pytest.raises(Exception, match="private_file_has_readers"):
        make_file(kind="orphan")
    assert storages["private"].listdir("orphan")[1] == before

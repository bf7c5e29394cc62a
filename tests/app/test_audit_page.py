"""操作记录 and 备份, driven as a person would."""

import pytest

from dashboard.backups import held_in
from tests.app.conftest import open_page, words

pytestmark = pytest.mark.usefixtures("district")


def shown(page):
    return " ".join(
        str(item.value) for kind in ("title", "success", "warning", "error") for item in page.get(kind)
    )


def test_the_audit_is_listed_filtered_checked_and_taken_away():
    page = open_page("audit")
    assert not page.exception
    assert page.title[0].value.startswith("操作记录：")
    text = words(page)
    assert "启用操作记录" in text
    assert "更新指标和规划目标" in text
    (whole,) = page.code
    assert len(whole.value) == 64, "the whole hash is there on demand"
    assert whole.value not in text
    assert f"{whole.value[:8]}…" in text
    page.button(key="audit-verify").click().run()
    assert "没有被改动" in shown(page)
    page.selectbox(key="audit-kind").select("报送文件").run()
    assert "更新指标和规划目标" not in words(page)
    page.button(key="audit-make").click().run()
    assert not page.exception


def test_a_backup_is_made_and_offered(empty_store):
    page = open_page("backup")
    assert page.title[0].value == "备份：还没有备份"
    page.button(key="backup-make").click().run(timeout=120)
    assert not page.exception
    assert "已备份" in shown(page)
    (one,) = held_in(empty_store.parent / "backups")
    assert one.path.name in words(page)
    page.button(key="backup-ready").click().run()
    assert not page.exception
    one.path.unlink()

"""How well the reader sees the parts of tables that others annotated, beside the numbers to beat."""

import json

import pytest
from role_scores import SETS, macro_f1, predictions


@pytest.mark.bench
@pytest.mark.long
@pytest.mark.timeout(900)
@pytest.mark.parametrize(("name", "kind", "options", "least", "others"), SETS)
def test_roles_of_annotated_sheets(name, kind, options, least, others, shared, tmp_path, capsys):
    found = tmp_path / "found.json"
    found.write_text(json.dumps(predictions(shared / "bench", name)), encoding="utf-8")
    macro, _ = macro_f1(shared / "bench", name, kind, *options, predicted=found)
    with capsys.disabled():
        print(f"\n{name}: macro F1 {macro:.3f} (to reach {least}; others: {others})", end=" ")
    assert macro >= least

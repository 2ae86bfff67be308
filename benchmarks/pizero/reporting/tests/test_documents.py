# SPDX-License-Identifier: Apache-2.0
import json

import pytest

from reporting import documents, results
from reporting.settings import Problem


def test_the_figures_of_the_documents_are_those_of_the_committed_results():
    found = results.load(documents.FILE)
    assert not found["interrupted"] and not found["failures"]
    marked = [path.name for path in documents.documents()]
    assert "README.md" in marked and "report.md" in marked
    assert documents.differences(found) == []


def test_a_changed_figure_is_found_and_updating_mends_it(tmp_path, make_results):
    found = make_results()
    (tmp_path / "docs").mkdir()
    page = tmp_path / "README.md"
    page.write_text("It takes <!-- report: dino-micro/int8/224 ms -->999<!-- /report --> ms.\n\n"
                    "<!-- report: table times -->\n| old |\n<!-- /report -->\n")
    assert len(documents.differences(found, tmp_path)) == 2
    documents.update(found, tmp_path)
    assert documents.differences(found, tmp_path) == []
    text = page.read_text()
    assert "It takes <!-- report: dino-micro/int8/224 ms -->1.0 to 1.1<!-- /report --> ms." in text
    assert "| dino-micro | none | 2.0 to 2.1 | 476.2 |" in text
    assert documents.render("image images/pizero-time.svg", found) == "\n![Milliseconds a picture](images/pizero-time.svg)\n"
    found["entries"][1]["milliseconds"]["high"] = 1.2
    wrong = documents.differences(found, tmp_path)
    assert any("1.0 to 1.2" in line for line in wrong)
    page.write_text("<!-- report: dino-giant/none/224 ms -->1<!-- /report -->")
    with pytest.raises(Problem, match="no such table or value"):
        documents.differences(found, tmp_path)


@pytest.mark.parametrize("name", documents.TABLES)
def test_every_table_can_be_made(name, make_results):
    row = {"target": "mean", "scheme": "int8", "published_fps": 6.8, "fps_224": 3.0, "network_fps_224": 3.5,
           "core_limit_fps": None, "reached": None}
    reached = dict(row, reached={"input_size": 160, "kept_share": 2, "fps": 7.0, "loss_same_scheme": 1.2, "loss_f32": None})
    assert documents.render("table " + name, make_results(comparison=[row, reached])).strip()


def test_results_are_written_a_line_for_each_setting(make_results):
    found = results.rounded(make_results())
    text = results.text_of(found)
    assert json.loads(text) == found
    assert sum(line.startswith('  {"name"') for line in text.splitlines()) == len(found["entries"])
    assert results.rounded({"a": [1 / 3, 7]}) == {"a": [0.333333, 7]}

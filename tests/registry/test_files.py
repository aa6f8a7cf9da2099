"""The shipped registry is whole and consistent; a user's folder adds to it; mistakes are named."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from auditor.errors import RegistryError
from auditor.records.entity import Grade
from auditor.registry import Registry, load
from auditor.registry.files import read, shipped
from auditor.registry.grades import NAMES_ONLY, sources_of


@pytest.fixture(scope="module")
def registry() -> Registry:
    return load()


def test_every_entry_stands_in_the_file_of_its_name(registry: Registry) -> None:
    """Loading itself checks that ids are file names; this checks that no file was passed over."""
    files = {path.stem for path in (shipped() / "benchmarks").glob("*.toml")}
    assert files == set(registry.benchmarks)
    models = {path.stem for path in (shipped() / "models").glob("*/*.toml")}
    assert models == {id_ for id_, model in registry.models.items() if model.variant_of is None}
    assert {path.stem for path in (shipped() / "harnesses").glob("*.toml")} == set(registry.harnesses)


def test_the_registry_is_as_large_as_promised(registry: Registry) -> None:
    assert len(registry.benchmarks) >= 204
    assert len(registry.models) >= 138
    assert len(registry.harnesses) >= 20


def test_no_name_belongs_to_two_entries(registry: Registry) -> None:
    assert registry.model_names.index.shared() == {}
    assert registry.benchmark_names.index.shared() == {}


def test_ambiguous_names_lead_to_entries_and_no_entry_claims_them_alone(registry: Registry) -> None:
    for ambiguity in registry.ambiguities:
        entries = registry.models if ambiguity.kind == "model" else registry.benchmarks
        assert set(ambiguity.candidates) <= set(entries), ambiguity.labels
        for rule in ambiguity.rules:
            assert rule.id in ambiguity.candidates, ambiguity.labels


def test_references_lead_to_entries(registry: Registry) -> None:
    for benchmark in registry.benchmarks.values():
        named = (benchmark.parent, *benchmark.variants, *benchmark.superseded_by)
        assert {id_ for id_ in named if id_} <= set(registry.benchmarks), benchmark.id
        assert set(benchmark.made_by_vendors) <= set(registry.vendors), benchmark.id
    for model in registry.models.values():
        assert model.vendor in registry.vendors, model.id
        assert model.predecessor is None or model.predecessor in registry.models, model.id
        assert model.variant_of is None or model.variant_of in registry.models, model.id
    for vendor in registry.vendors.values():
        assert set(vendor.owns_benchmarks) <= set(registry.benchmarks), vendor.id


def test_predecessors_are_older(registry: Registry) -> None:
    for model in registry.models.values():
        if model.predecessor and model.released:
            older = registry.models[model.predecessor].released
            assert older is not None, model.id
            shared = min(len(older), len(model.released))
            assert older[:shared] <= model.released[:shared], model.id


def test_every_source_is_in_the_legend(registry: Registry) -> None:
    cited: list[tuple[str, str]] = []
    for benchmark in registry.benchmarks.values():
        statements = (*benchmark.contamination, *benchmark.label_noise, *benchmark.endorsements, *benchmark.retired)
        cited += [(benchmark.id, source) for source in (*benchmark.sources, *(item.source for item in statements))]
    cited += [(model.id, source) for model in registry.models.values() for source in model.sources]
    cited += [(harness.id, source) for harness in registry.harnesses.values() for source in harness.sources]
    missing = [(id_, key) for id_, source in cited for key in sources_of(source) if registry.source(key) is None]
    assert missing == []


def test_entries_without_any_source_are_only_recalled(registry: Registry) -> None:
    for entry in (*registry.benchmarks.values(), *registry.models.values(), *registry.harnesses.values()):
        assert entry.sources or entry.grade is Grade.recalled, entry.id


def test_no_source_is_cited_twice(registry: Registry) -> None:
    for entry in (*registry.benchmarks.values(), *registry.models.values(), *registry.harnesses.values()):
        assert len(set(entry.sources)) == len(entry.sources), entry.id


def test_benchmarks_known_by_name_claim_only_name_place_and_domain(registry: Registry) -> None:
    known_by_name = [one for one in registry.benchmarks.values() if set(one.sources) <= NAMES_ONLY and one.sources]
    assert known_by_name
    allowed = {"id", "name", "aliases", "parent", "family", "variants", "domain", "sources", "grade"}
    for benchmark in known_by_name:
        assert benchmark.model_fields_set <= allowed, benchmark.id


def test_endorsements_name_the_vendor_first(registry: Registry) -> None:
    endorsed = [(benchmark.id, item) for benchmark in registry.benchmarks.values() for item in benchmark.endorsements]
    assert any(id_ == "swe-bench-pro" and item.date == "2026-02-23" for id_, item in endorsed)
    assert any(
        id_ == "swe-bench-pro" and item.date == "2026-07-08" and "withdrew" in item.text for id_, item in endorsed
    )
    for id_, item in endorsed:
        assert item.text.partition(":")[0] in registry.vendors, id_


def test_a_measured_prior_has_its_working(registry: Registry) -> None:
    for harness in registry.harnesses.values():
        assert (harness.tau is None) == (harness.tau_note is None), harness.id
        assert harness.tau is None or 0 < harness.tau < 50, harness.id


def test_loading_is_quick() -> None:
    best = min(_seconds_to_read() for _ in range(3))
    assert best < 1.0


def _seconds_to_read() -> float:
    start = time.perf_counter()
    read([shipped()])
    return time.perf_counter() - start


def test_the_digest_changes_with_the_content(tmp_path: Path) -> None:
    model = tmp_path / "models" / "acme"
    model.mkdir(parents=True)
    (model / "acme-1.toml").write_text('id = "acme-1"\nname = "Acme 1"\nvendor = "acme"\n')
    before = read([tmp_path]).sha256
    assert before == read([tmp_path]).sha256
    (model / "acme-1.toml").write_text('id = "acme-1"\nname = "Acme One"\nvendor = "acme"\n')
    assert read([tmp_path]).sha256 != before


def test_a_folder_of_the_user_adds_and_replaces(tmp_path: Path) -> None:
    (tmp_path / "models" / "acme").mkdir(parents=True)
    (tmp_path / "models" / "acme" / "acme-1.toml").write_text(
        'id = "acme-1"\nname = "Acme 1"\nvendor = "acme"\nfamily = "acme"\n\n'
        '[[variants]]\nid = "acme-1-base"\nname = "Acme 1 Base"\nstage = "base"\n'
    )
    (tmp_path / "benchmarks").mkdir()
    (tmp_path / "benchmarks" / "mmlu.toml").write_text('id = "mmlu"\nname = "MMLU"\nnotes = "mine"\n')
    registry = load([tmp_path])
    assert registry.resolve_model("Acme 1").id == "acme-1"
    assert registry.models["acme-1-base"].variant_of == "acme-1"
    assert registry.models["acme-1-base"].vendor == "acme"
    assert registry.benchmarks["mmlu"].notes == "mine"
    assert "gpqa-diamond" in registry.benchmarks


@pytest.mark.parametrize(
    ("where", "text", "words"),
    [
        ("models/acme/a.toml", 'id = "b"\nname = "A"\nvendor = "acme"\n', ("a.toml", "id", "'b'")),
        ("models/acme/a.toml", 'id = "a"\nname = "A"\nvendor = "other"\n', ("a.toml", "vendor", "other")),
        ("models/acme/a.toml", 'id = "a"\nname = "A"\nvendor = "acme"\ncolour = "red"\n', ("a.toml", "colour")),
        ("benchmarks/a.toml", 'id = "a"\nname = "A"\nn_items = "many"\n', ("a.toml", "n_items")),
        ("benchmarks/a.toml", 'id = "a\nname = "A"\n', ("a.toml", "TOML")),
        ("vendors.toml", 'name = "A"\n', ("vendors.toml", "vendors")),
        ("elsewhere/a.toml", 'id = "a"\n', ("elsewhere", "place")),
    ],
)
def test_a_mistake_is_named_with_file_and_field(tmp_path: Path, where: str, text: str, words: tuple[str, ...]) -> None:
    path = tmp_path / where
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)
    with pytest.raises(RegistryError) as raised:
        read([tmp_path])
    for word in words:
        assert word in str(raised.value)


def test_two_entries_of_one_id_in_one_folder_are_refused(tmp_path: Path) -> None:
    for vendor in ("one", "two"):
        (tmp_path / "models" / vendor).mkdir(parents=True)
        (tmp_path / "models" / vendor / "a.toml").write_text(f'id = "a"\nname = "A"\nvendor = "{vendor}"\n')
    with pytest.raises(RegistryError, match="also defined"):
        read([tmp_path])


def test_a_missing_folder_is_named(tmp_path: Path) -> None:
    with pytest.raises(RegistryError, match="nowhere"):
        read([tmp_path / "nowhere"])

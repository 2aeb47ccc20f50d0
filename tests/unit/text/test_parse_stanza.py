"""The stanza tier with small models, trained here by stanza's own trainers; skipped where stanza is not installed."""

from __future__ import annotations

import importlib.util
from pathlib import Path

import pytest
from unit.treebank import trees

from extractor import layout, pipeline, readers, text
from extractor.detect import actions
from extractor.detect.actions_clauses import clauses_of
from extractor.detect.actions_parse import features
from extractor.errors import ModelError
from extractor.schema.analysis import Analysis
from extractor.settings import Settings
from extractor.text import parse_models, parse_stanza

HERE = importlib.util.find_spec("stanza") is not None
needs_stanza = pytest.mark.skipif(not HERE, reason="needs stanza: pip install 'vytiah[stanza]'")

#: Torch and stanza warn of each other's coming changes: theirs to mend.
pytestmark = pytest.mark.filterwarnings("ignore")

NOTE = (
    "Новини громади\n\n"
    "Відділ освіти провів нараду з директорами шкіл. Пожежу ліквідовано рятувальниками протягом години.\n\n"
    "Управление образования провело совещание с директорами школ. Мост был построен местной компанией.\n"
)
ORDER = (
    "РІШЕННЯ\n\nПро ремонт мосту\n\n"
    "1. Відділу будівництва до 01.05.2022 відремонтувати міст.\n\n"
    "Сільський голова\t\tО. Гринько\n"
)


def analysed(note: str) -> Analysis:
    return text.analyse(layout.parse(readers.read(note.encode(), "note.txt")))


@pytest.fixture(scope="module")
def models(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Small models of both languages; a minute of processor time."""
    from extractor.learn import stanza_small

    out = tmp_path_factory.mktemp("stanza")
    stanza_small.train(out, steps=150)
    return out


@needs_stanza
def test_models_are_listed_as_official_ones_are(models: Path) -> None:
    for language in parse_models.LANGUAGES:
        files = parse_models.listed(models, language)
        assert {f.processor for f in files} == {*parse_models.PROCESSORS, "pretrain"}
        assert {f.state() for f in files} == {"ok"}


@needs_stanza
def test_each_sentence_is_parsed_in_its_language(models: Path) -> None:
    analysis = analysed(NOTE)
    found = parse_stanza.parse(analysis, analysis.sentences, models)
    assert len(found) == len(analysis.sentences)
    for sentence, parse in zip(analysis.sentences, found, strict=True):
        assert (parse.start, parse.end) == (sentence.start, sentence.end)
        assert parse.words
        for word in parse.words:
            assert sentence.start <= word.start < word.end <= sentence.end
        covered = {i for w in parse.words for i in range(w.start, w.end)}
        blank = {i for i in range(sentence.start, sentence.end) if analysis.text[i].isspace()}
        assert covered | blank >= set(range(sentence.start, sentence.end))
        assert sum(w.head is None for w in parse.words) == 1


@needs_stanza
def test_the_models_know_what_they_were_taught(models: Path) -> None:
    """Heads and relations of the sentences trained on: were offsets or indices shifted, next to none would be right."""
    for language in parse_models.LANGUAGES:
        known = list(trees(language))
        analysis = analysed("\n\n".join(t for t, _ in known))
        right = total = 0
        gold = dict(known)
        for parse in parse_stanza.parse(analysis, analysis.sentences, models):
            rows = gold.get(analysis.text[parse.start : parse.end])
            if rows is None or len(rows) != len(parse.words):
                continue
            for row, word in zip(rows, parse.words, strict=True):
                assert analysis.text[word.start : word.end] == row[1]
                total += 1
                right += (word.head if word.head is not None else -1) == int(row[6]) - 1 and word.deprel == row[7]
        assert total > 300
        assert right / total > 0.5


@needs_stanza
def test_running_text_alone_is_parsed(models: Path) -> None:
    analysis = analysed(ORDER)
    found = parse_stanza.running_text(analysis, models)
    assert len(found) == len(analysis.sentences)
    parsed = {
        analysis.outline.paragraphs[s.paragraph].role: bool(p.words)
        for s, p in zip(analysis.sentences, found, strict=True)
    }
    assert {role for role, words in parsed.items() if words} == {"point"}
    assert set(parsed) > {"point"}


@needs_stanza
def test_the_same_text_gives_the_same_parse(models: Path) -> None:
    analysis = analysed(NOTE)
    one, two = (parse_stanza.parse(analysis, analysis.sentences, models) for _ in range(2))
    assert one == two


@needs_stanza
def test_the_parse_feeds_the_reader_of_actions(models: Path) -> None:
    analysis = analysed(NOTE)
    for sentence, parse in zip(
        analysis.sentences, parse_stanza.parse(analysis, analysis.sentences, models), strict=True
    ):
        for clause in clauses_of(analysis.plain, sentence.start, sentence.end, sentence.language):
            names = features(parse, clause)
            assert names != ["dep.none"]
            assert any(n.startswith("dep.role.") for n in names)


@needs_stanza
def test_a_document_is_extracted_with_the_parser_reading_along(models: Path) -> None:
    settings = Settings(nlp="stanza", stanza_dir=models)
    document = pipeline.read(NOTE.encode(), name="note.txt")
    analysis = pipeline.trace(document, settings)[0]
    assert len(analysis.parses) == len(analysis.sentences)
    held = [names for _, _, names in actions.candidates(analysis, ())]
    assert held
    assert all(any(name.startswith("dep.") for name in names) for names in held)
    first, again = (pipeline.extract_document(document, settings).model_dump_json() for _ in range(2))
    assert first == again


@needs_stanza
def test_sentences_that_are_too_long_or_empty_have_no_words(models: Path) -> None:
    analysis = analysed("Мешканці " + "та мешканці " * 200 + "зібрали кошти.")
    (sentence,) = analysis.sentences
    assert sentence.end - sentence.start > parse_stanza.LONGEST
    (parse,) = parse_stanza.parse(analysis, analysis.sentences, models)
    assert parse.words == ()


@needs_stanza
def test_a_damaged_model_is_a_model_error(models: Path, tmp_path: Path) -> None:
    import shutil

    shutil.copytree(models, tmp_path / "broken")
    (tmp_path / "broken" / "uk" / "depparse" / "small.pt").write_bytes(b"no model")
    analysis = analysed("Рада затвердила бюджет.")
    with pytest.raises(ModelError, match=r"cannot be loaded.*vytiah models fetch --lang uk"):
        parse_stanza.parse(analysis, analysis.sentences, tmp_path / "broken")


@needs_stanza
def test_missing_models_name_the_command(tmp_path: Path) -> None:
    analysis = analysed("Рада затвердила бюджет.")
    with pytest.raises(ModelError, match="vytiah models fetch"):
        parse_stanza.parse(analysis, analysis.sentences, tmp_path)


@pytest.mark.skipif(HERE, reason="stanza is installed")
def test_without_stanza_the_extra_is_named(tmp_path: Path) -> None:
    analysis = analysed("Рада затвердила бюджет.")
    with pytest.raises(ModelError, match=r"stanza is not installed: pip install 'vytiah\[stanza\]'"):
        parse_stanza.parse(analysis, analysis.sentences, tmp_path)
    with pytest.raises(ModelError, match="stanza is not installed"):
        parse_models.fetch(tmp_path, ["uk"])


def test_nothing_to_parse_loads_nothing(tmp_path: Path) -> None:
    assert parse_stanza.parse(analysed("Рада."), [], tmp_path) == ()

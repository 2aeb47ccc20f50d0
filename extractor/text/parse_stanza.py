"""The accuracy tier: sentences of an Analysis → dependency parses, by stanza with models from a folder.

Models are loaded once a process and a language, on the CPU, and never fetched from here: `vytiah models fetch` does
that (parse_models)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from extractor.errors import ModelError
from extractor.schema.analysis import Analysis, Language, Sentence
from extractor.schema.outline import ParagraphRole
from extractor.schema.parse import Parse, Word
from extractor.text import parse_models

if TYPE_CHECKING:
    from stanza.models.common.doc import Sentence as Tree

#: Longer sentences, in characters, are lists and tables read as one; their parse would cost memory by its square.
LONGEST: Final = 2_000
#: Sentences that go through the models at once.
_BATCH: Final = 200
_RUNNING: Final[frozenset[ParagraphRole]] = frozenset({"body", "point"})
#: Breaks of lines and cells inside a sentence would end it for stanza; a space has the same length.
_BREAKS: Final = str.maketrans("\n\r\t\v\f\x1c\x1d\x1e\x85\u2028\u2029", " " * 11)


def running_text(analysis: Analysis, folder: Path) -> tuple[Parse, ...]:
    """A parse for each sentence of the analysis; only sentences of running text have words in it.

    Heads, tables, signatures and quoted wordings are left out: nothing asks who acts there. Raises as `parse` does."""
    paragraphs = analysis.outline.paragraphs
    running = [s for s in analysis.sentences if paragraphs[s.paragraph].role in _RUNNING]
    parsed = {(p.start, p.end): p for p in parse(analysis, running, folder)}
    return tuple(parsed.get((s.start, s.end), Parse(s.start, s.end, ())) for s in analysis.sentences)


def parse(analysis: Analysis, sentences: Sequence[Sentence], folder: Path) -> tuple[Parse, ...]:
    """A parse for each of the sentences (of this analysis), in order; one without words where a sentence is longer than
    LONGEST or has nothing but space.

    The sentence's language chooses the models. Raises ModelError where stanza or the models of a language that occurs
    are missing or damaged; it names the command that gets them."""
    out: list[Parse] = [Parse(s.start, s.end, ()) for s in sentences]
    short = [i for i, s in enumerate(sentences) if s.end - s.start <= LONGEST]
    for language in parse_models.LANGUAGES:
        chosen = [i for i in short if sentences[i].language == language]
        for at in range(0, len(chosen), _BATCH):
            batch = chosen[at : at + _BATCH]
            texts = [analysis.plain[sentences[i].start : sentences[i].end].translate(_BREAKS) for i in batch]
            for i, words in zip(batch, _run(texts, language, folder), strict=True):
                out[i] = Parse(sentences[i].start, sentences[i].end, tuple(_moved(words, sentences[i].start)))
    return tuple(out)


def _run(texts: Sequence[str], language: Language, folder: Path) -> Iterator[list[Word]]:
    """The words of each text, placed from its own beginning."""
    pipeline = _pipeline(language, folder)
    from stanza.models.common.doc import Document

    full = [i for i, text in enumerate(texts) if text.strip()]
    done = dict(zip(full, pipeline([Document([], text=texts[i]) for i in full]), strict=True))
    for i in range(len(texts)):
        words: list[Word] = []
        for tree in done[i].sentences if i in done else ():
            words += _words(tree, len(words))
        yield words


def _words(tree: Tree, before: int) -> Iterator[Word]:
    """The words of a tree of stanza, whose ids count from 1 with 0 above the root; `before` words stand before it."""
    for token in tree.tokens:
        for word in token.words:
            yield Word(
                start=token.start_char,
                end=token.end_char,
                lemma=word.lemma or word.text,
                upos=word.upos or "X",
                feats=frozenset((word.feats or "").split("|")) - {""},
                head=before + word.head - 1 if word.head else None,
                deprel=word.deprel or "dep",
            )


def _moved(words: Sequence[Word], by: int) -> Iterator[Word]:
    for word in words:
        yield replace(word, start=word.start + by, end=word.end + by)


@cache
def _pipeline(language: Language, folder: Path) -> Any:
    """The models of a language, loaded. The package is asked for first: its absence is the commoner fault."""
    try:
        import stanza
    except ImportError as error:
        raise ModelError(parse_models.INSTALL) from error
    parse_models.require(folder, language)
    try:
        return stanza.Pipeline(
            language,
            dir=str(folder),
            processors=",".join(parse_models.PROCESSORS),
            download_method=None,
            use_gpu=False,
            verbose=False,
            tokenize_no_ssplit=True,
        )
    except Exception as error:  # a damaged file fails in as many ways as archives and tensors do
        why = str(error).partition("\n")[0][:100]
        raise ModelError(
            f"stanza models for {language} in {folder} cannot be loaded ({type(error).__name__}: {why}): "
            f"{parse_models.fetch_command(folder, [language])}"
        ) from error

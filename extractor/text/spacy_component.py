"""The tagger as a spaCy component: `nlp.add_pipe("vytiah_tagger")`.

Found by spaCy through its entry points, so that nothing of ours has to be imported first. The pipeline itself does
not import this module, nor spaCy."""

from __future__ import annotations

from spacy.language import Language
from spacy.tokens import Doc, SpanGroup

from extractor.text import plain, tagger

#: The span group of the results in Doc.spans.
GROUP = "vytiah"


class TaggerComponent:
    """Sets `doc.spans["vytiah"]`: the tagger's spans, widened to spaCy's tokens where they end inside one.

    Their probabilities are the group's `attrs["scores"]`, as spaCy's own span categoriser has them."""

    def __init__(self, *, accurate: bool = True, key: str = GROUP) -> None:
        self.accurate = accurate
        self.key = key
        self.model = tagger.shipped()

    def __call__(self, doc: Doc) -> Doc:
        """The same Doc with the span group."""
        levelled, _ = plain.level(doc.text)
        found = self.model.tag(levelled, tagger.lines(levelled), accurate=self.accurate)
        spans = [(doc.char_span(t.start, t.end, label=t.label, alignment_mode="expand"), t.score) for t in found]
        kept = [(span, score) for span, score in spans if span is not None]
        doc.spans[self.key] = SpanGroup(
            doc, name=self.key, spans=[s for s, _ in kept], attrs={"scores": [score for _, score in kept]}
        )
        return doc


@Language.factory("vytiah_tagger", default_config={"accurate": True, "key": GROUP})
def make(nlp: Language, name: str, accurate: bool, key: str) -> TaggerComponent:  # noqa: ARG001 - spaCy's signature
    """The factory that spaCy calls. accurate: the late exit where it is needed; key: the span group's name."""
    return TaggerComponent(accurate=accurate, key=key)

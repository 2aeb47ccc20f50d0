"""`python -m extractor.learn.stanza_small OUT [--words FILE…]`: small stanza models, by stanza's own trainers.

Trained on corpus/treebank, they make the stanza tier testable where no official model can be had. So few sentences
teach no parser much: the models are for tests and trials, and none is shipped. OUT gets the layout of a folder of
official models, OUT/LANGUAGE/PROCESSOR/small.pt with OUT/resources.json, and is read by the same code.

The word vectors need no corpus: a word's vector says which grammemes its dictionary readings have (pymorphy3). Words
outside the treebank have vectors only where a text of --words has them."""

from __future__ import annotations

import argparse
import contextlib
import hashlib
import json
import logging
import re
import sys
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Final, get_args

from extractor.schema.analysis import Language
from extractor.text.morphology import parses

TREEBANK: Final = Path(__file__).parent.parent.parent / "corpus" / "treebank"
PACKAGE: Final = "small"
#: Steps of the tagger and of the parser.
STEPS: Final = 300
TOKENIZER_STEPS: Final = 250
LEMMATIZER_EPOCHS: Final = 10
SEED: Final = 1234

_WORD: Final = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
#: What the vectors tell of a word: names of OpenCorpora's tag set.
_GRAMMEMES: Final = tuple(
    "NOUN ADJF ADJS COMP VERB INFN PRTF PRTS GRND NUMR ADVB NPRO PRED PREP CONJ PRCL "
    "anim inan masc femn neut sing plur nomn gent datv accs ablt loct perf impf tran intr past pres futr "
    "1per 2per 3per Impe pssv actv Name Surn Geox Abbr Refl".split()
)


def train(out: Path, treebank: Path = TREEBANK, texts: Sequence[str] = (), *, steps: int = STEPS) -> None:
    """Trains both languages into the folder `out`, which need not be there; the words of `texts` get vectors too.

    One thread, fixed seed. Needs stanza. Files of the same names are written over."""
    import torch

    torch.set_num_threads(1)
    resources: dict[str, object] = {}
    for language in get_args(Language):
        trees = (treebank / f"{language}.conllu").read_text(encoding="utf-8")
        folder = out / language
        with tempfile.TemporaryDirectory() as work, _quiet():
            _Trainers(language, folder, Path(work), steps).run(trees, texts)
        resources[language] = _listed(folder, language)
    (out / "resources.json").write_text(json.dumps(resources, indent=1), encoding="utf-8")


class _Trainers:
    """Stanza's trainers over one treebank: each reads files of `work` and writes a model into `folder`."""

    def __init__(self, language: Language, folder: Path, work: Path, steps: int) -> None:
        self.language, self.folder, self.work, self.steps = language, folder, work, steps
        self.name = f"{language}_{PACKAGE}"

    def run(self, trees: str, texts: Sequence[str]) -> None:
        """Vectors, then the four models; each step needs the ones before."""
        (self.work / "trees.conllu").write_text(trees, encoding="utf-8")
        self.pretrain([*sentences(trees), *texts])
        self.tokenizer(sentences(trees))
        self.tagger()
        self.lemmatizer()
        self.parser()

    def model(self, processor: str) -> Path:
        """Where the model of a processor goes."""
        return self.folder / processor / f"{PACKAGE}.pt"

    def pretrain(self, texts: Iterable[str]) -> None:
        """The word vectors, as stanza's converter makes them of a text file."""
        from stanza.models.common.pretrain import Pretrain

        vectors = self.work / "vectors.txt"
        vectors.write_text("\n".join(_vectors(texts, self.language)) + "\n", encoding="utf-8")
        self.model("pretrain").unlink(missing_ok=True)
        Pretrain(str(self.model("pretrain")), str(vectors)).load()

    def tokenizer(self, lines: Iterable[str]) -> None:
        """Words and sentences by character; every sentence is a paragraph, as the adapter hands them over."""
        from stanza.models import tokenizer
        from stanza.utils.datasets import prepare_tokenizer_data

        text, labels, splits = (self.work / name for name in ("text.txt", "labels.txt", "splits.json"))
        text.write_text("\n\n".join(lines) + "\n", encoding="utf-8")
        trees = str(self.work / "trees.conllu")
        prepare_tokenizer_data.main([str(text), trees, "-o", str(labels), "-m", str(splits)])
        files = {"txt_file": text, "label_file": labels, "dev_txt_file": text, "dev_label_file": labels}
        files |= {"dev_conll_gold": Path(trees), "mwt_json_file": splits}
        options = {"steps": TOKENIZER_STEPS, "eval_steps": TOKENIZER_STEPS, "hidden_dim": 32, "batch_size": 16}
        tokenizer.main(self._arguments("tokenize", **files, **options))

    def tagger(self) -> None:
        """Parts of speech and features."""
        from stanza.models import tagger

        options = {"hidden_dim": 64, "char_hidden_dim": 48, "char_emb_dim": 24, "tag_emb_dim": 24}
        options |= {"deep_biaff_hidden_dim": 48, "composite_deep_biaff_hidden_dim": 48, "transformed_dim": 48}
        options |= {"max_steps": self.steps, "eval_interval": self.steps // 2, "num_layers": 1}
        tagger.main(self._arguments("pos", **self._trees(), **options))

    def lemmatizer(self) -> None:
        """Lemmas: a dictionary of the treebank, and letters into letters for other words."""
        from stanza.models import lemmatizer

        options = {"num_epoch": LEMMATIZER_EPOCHS, "hidden_dim": 48, "emb_dim": 24, "pos_dim": 24}
        lemmatizer.main(self._arguments("lemma", **self._trees(), **options))

    def parser(self) -> None:
        """Heads and relations."""
        from stanza.models import parser

        options = {"hidden_dim": 96, "char_hidden_dim": 48, "char_emb_dim": 24, "tag_emb_dim": 32}
        options |= {"deep_biaff_hidden_dim": 96, "deep_biaff_output_dim": 48, "transformed_dim": 48, "num_layers": 1}
        options |= {"max_steps": self.steps, "eval_interval": self.steps // 2, "batch_size": 400}
        parser.main([*self._arguments("depparse", **self._trees(), **options), "--no_checkpoint"])

    def _trees(self) -> dict[str, Path]:
        return {"train_file": self.work / "trees.conllu", "eval_file": self.work / "trees.conllu"}

    def _arguments(self, processor: str, **options: Path | int) -> list[str]:
        """The command line of a trainer; only the tagger and the parser take vectors."""
        path = self.model(processor)
        path.parent.mkdir(parents=True, exist_ok=True)
        said: dict[str, Path | int | str] = {"shorthand": self.name, "mode": "train", "seed": SEED, **options}
        said |= {"save_dir": path.parent, "save_name": path.name}
        if processor != "lemma":
            said["lang"] = self.language
        if processor in ("pos", "depparse"):
            said["wordvec_pretrain_file"] = self.model("pretrain")
        return ["--cpu", *(word for key, value in said.items() for word in (f"--{key}", str(value)))]


def sentences(trees: str) -> list[str]:
    """The texts of the sentences of a CoNLL-U file."""
    return re.findall(r"^# text = (.+)$", trees, re.MULTILINE)


def _vectors(texts: Iterable[str], language: Language) -> Iterator[str]:
    """Lines of a vector file: each word with, for each grammeme, the share of its readings that have it."""
    words = sorted({word for text in texts for word in _WORD.findall(text.lower())})
    yield f"{len(words)} {len(_GRAMMEMES)}"
    for word in words:
        readings = [set(re.split(r"[ ,]", str(r.tag))) for r in parses(word.replace("’", "'"), language)]
        shares = (sum(g in tags for tags in readings) / max(len(readings), 1) for g in _GRAMMEMES)
        yield " ".join([word, *(f"{share:.2f}" for share in shares)])


def _listed(folder: Path, language: Language) -> dict[str, object]:
    """The entry of resources.json for a language: its models, their hashes and what they need."""
    needs = [{"model": "pretrain", "package": PACKAGE}]
    models: dict[str, object] = {}
    for path in sorted(folder.glob(f"*/{PACKAGE}.pt")):
        about: dict[str, object] = {"md5": hashlib.md5(path.read_bytes(), usedforsecurity=False).hexdigest()}
        if path.parent.name in ("pos", "depparse"):
            about["dependencies"] = needs
        models[path.parent.name] = {PACKAGE: about}
    default = dict.fromkeys((name for name in models if name != "pretrain"), PACKAGE)
    return {"lang_name": language, "packages": {"default": default}, **models}


@contextlib.contextmanager
def _quiet() -> Iterator[None]:
    """The trainers log and print each step: only their errors are let through."""
    logging.disable(logging.WARNING)
    try:
        with contextlib.redirect_stdout(None):
            yield
    finally:
        logging.disable(logging.NOTSET)


def main(arguments: Sequence[str]) -> int:
    """The command."""
    asked = argparse.ArgumentParser(prog="python -m extractor.learn.stanza_small", description=__doc__)
    asked.add_argument("out", type=Path, help="folder for the models")
    asked.add_argument("--words", type=Path, nargs="*", default=[], help="texts whose words get vectors too")
    said = asked.parse_args(arguments)
    train(said.out, texts=[path.read_text(encoding="utf-8") for path in said.words])
    print(f"{said.out}: {sum(p.stat().st_size for p in said.out.rglob('*.pt')) / 1e6:.1f} MB")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

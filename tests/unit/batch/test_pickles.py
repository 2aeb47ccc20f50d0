"""What goes between processes comes out of another as it went in: each class says by hand what of it goes."""

from __future__ import annotations

import pickle
from dataclasses import MISSING, fields
from pathlib import Path
from typing import Any

import pytest

from extractor.batch.results import Result
from extractor.batch.tasks import Member, Task
from extractor.batch.worker import Answer, Request
from extractor.schema.contract import FailedSource, Failure, FailureError
from extractor.store import Prepared


class AlikeError(Exception):
    """Equal to another of the same arguments."""

    def __eq__(self, other: object) -> bool:
        return isinstance(other, AlikeError) and self.args == other.args

    def __hash__(self) -> int:
        return hash(self.args)


MEMBER = Member(Path("a.zip"), 3, "a.zip/план.docx", None, optional=True)
FAILURE = Failure(source=FailedSource(filename="лист.eml"), error=FailureError(code="timeout", message="long"))
PREPARED = Prepared(FAILURE)


@pytest.mark.parametrize(
    "sent",
    [
        Result(Path("лист.eml"), '{"status":"failed"}', "timeout", "took too long", "план.docx", 2, prepared=PREPARED),
        Task(Path("members-1/0003.docx"), "план.docx", MEMBER),
        Request(len, ("текст",), 2**30, 2**20),
        Answer(["план"], AlikeError("broken")),
    ],
    ids=lambda sent: type(sent).__name__,
)
def test_each_field_comes_out(sent: Any) -> None:
    assert [f.name for f in fields(sent) if f.default is not MISSING and getattr(sent, f.name) == f.default] == []
    values = [getattr(sent, f.name) for f in fields(sent)]
    assert len(values) == len({repr(value) for value in values})  # none stands for another
    came = pickle.loads(pickle.dumps(sent))
    assert came == sent
    assert type(came) is type(sent)

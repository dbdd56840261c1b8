# SPDX-License-Identifier: Apache-2.0
"""The models of values.cpp, rules.cpp and structs.cpp as one writes them in Pydantic v2, strict.

Three things are said here that a C++ type says by itself: the range of a whole number, the digits of
a Decimal128, and that Loom's containers may be missing.
"""

from __future__ import annotations

import datetime
import decimal
import enum
import uuid
from typing import Annotated, Literal, Optional, Union

from pydantic import (AfterValidator, AliasChoices, AwareDatetime, BaseModel, ConfigDict, Field,
                      StringConstraints, model_validator)
from pydantic_core import PydanticCustomError


class Model(BaseModel):
    model_config = ConfigDict(strict=True, extra="forbid", allow_inf_nan=False,
                              val_json_bytes="base64")


Int32 = Annotated[int, Field(ge=-2**31, le=2**31 - 1)]
UInt32 = Annotated[int, Field(ge=0, le=2**32 - 1)]
Int64 = Annotated[int, Field(ge=-2**63, le=2**63 - 1)]
Decimal128 = Annotated[decimal.Decimal, Field(max_digits=34)]
ObjectId = Annotated[str, Field(pattern=r"^[0-9a-fA-F]{24}$")]
# https://html.spec.whatwg.org/multipage/input.html#valid-e-mail-address, with words between the dots on
# both sides of the @, as EmailStr has it too; and a dot in the domain.
WORD = r"[a-zA-Z0-9!#$%&'*+/=?^_`{|}~-]+"
LABEL = r"[a-zA-Z0-9](?:[a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?"
Email = Annotated[str, StringConstraints(pattern=rf"^{WORD}(?:\.{WORD})*@{LABEL}(?:\.{LABEL})+$", to_lower=True)]


class Color(enum.Enum):
    red = "red"
    green = "green"
    blue = "blue"


# --- values.cpp ---

class Switch(Model):
    on: bool
    loud: bool = True


class Count(Model):
    n: Int32
    room: UInt32 = 1


class Big(Model):
    n: Int64


class Ratio(Model):
    x: float


class Text(Model):
    s: str


class Note(Model):
    note: Optional[str] = None
    size: Optional[Int32] = None


class Cased(Model):
    lower: Annotated[str, StringConstraints(to_lower=True)]
    upper: Annotated[str, StringConstraints(to_upper=True)]


class Key(Model):
    id: uuid.UUID
    parent: Optional[uuid.UUID] = None


class Birthday(Model):
    day: datetime.date


class Moment(Model):
    at: AwareDatetime


class Money(Model):
    amount: Decimal128


class Paint(Model):
    color: Color
    second: Optional[Color] = None


class Blob(Model):
    data: bytes


class Tags(Model):
    tags: list[str] = []


class Matrix(Model):
    rows: list[list[float]] = []


class Rgb(Model):
    rgb: Annotated[list[Int32], Field(min_length=3, max_length=3)]


class Rates(Model):
    rates: dict[str, float] = {}


class Palette(Model):
    by_name: dict[str, Color] = {}
    order: list[Color] = []


class Shelves(Model):
    shelves: dict[str, list[dict[str, bool]]] = {}


# --- rules.cpp ---

def even(value):
    if value % 2:
        raise ValueError("must be even")
    return value


def unique(value):
    if len(set(value)) < len(value):
        raise ValueError("must hold no element twice")
    return value


class Age(Model):
    age: Annotated[int, Field(ge=0, le=150)]


class Share(Model):
    share: Annotated[float, Field(gt=0, le=0.5)]


class Step(Model):
    step: Annotated[Int32, Field(multiple_of=5, lt=1000)] = 5


class Grade(Model):
    grade: Annotated[float, Field(ge=-2, le=2, multiple_of=0.25)]


class Name(Model):
    name: Annotated[str, Field(min_length=2, max_length=5)]


class Plate(Model):
    plate: Annotated[str, Field(pattern="^[A-Z]{2}[0-9]{1,4}$")]


class Currency(Model):
    currency: Literal["EUR", "USD"] = "EUR"
    weight: Literal[1, 2, 4] = 1


class Contact(Model):
    email: Email


class Cents(Model):
    price: Annotated[Decimal128, Field(gt=0, multiple_of=decimal.Decimal("0.01"))]


class Since(Model):
    day: Annotated[datetime.date, Field(ge=datetime.date(1900, 1, 1), lt=datetime.date(2100, 1, 1))]
    at: Optional[Annotated[AwareDatetime,
                           Field(ge=datetime.datetime(2020, 1, 1, tzinfo=datetime.UTC))]] = None


class Team(Model):
    members: Annotated[list[Annotated[str, Field(min_length=1)]], Field(min_length=1, max_length=4),
                       AfterValidator(unique)]


class Shoes(Model):
    shoes: Annotated[Int32, AfterValidator(even)]


# --- structs.cpp ---

class Item(Model):
    sku: Annotated[str, Field(min_length=1)]
    quantity: Annotated[int, Field(ge=1, le=1000)] = 1


class Cart(Model):
    items: list[Item] = []


class Address(Model):
    city: str
    zip: Optional[str] = None


class Person(Model):
    name: str
    home: Address
    work: Optional[Address] = None


class Tree(Model):
    name: str
    children: list[Tree] = []


class Card(Model):
    kind: Literal["Card"]
    last_four: Annotated[str, Field(pattern="^[0-9]{4}$")]


class Transfer(Model):
    kind: Literal["Transfer"]
    iban: str


AnyPayment = Annotated[Union[Card, Transfer], Field(discriminator="kind")]


class Payment(Model):
    payment: AnyPayment


class Cash(Model):
    type: Literal["cash"]
    cents: Int64


class Voucher(Model):
    type: Literal["voucher"]
    code: str
    uses: dict[str, Int32] = {}


class Wallet(Model):
    contents: list[Annotated[Union[Cash, Voucher], Field(discriminator="type")]] = []


def ordered(span):
    # An error of a whole model has no field: its `field` says what Loom's problem names.
    if not span.from_ < span.to:
        raise PydanticCustomError("validate", "must be after from", {"field": "to"})
    return span


class Span(Model):
    from_: AwareDatetime = Field(alias="from")
    to: AwareDatetime
    ordered = model_validator(mode="after")(ordered)


class Article(Model):
    title: str
    created_at: AwareDatetime = Field(validation_alias=AliasChoices("createdAt", "date"))
    word_count: Int32 = Field(alias="words")


class Account(Model):
    owner: str
    parent: Optional[ObjectId] = None


class Booking(Model):
    email: Email
    items: list[Item] = []
    payment: AnyPayment
    rates: dict[str, float] = {}
    price: Decimal128
    note: Optional[str] = None
    from_: AwareDatetime = Field(alias="from")
    to: AwareDatetime
    ordered = model_validator(mode="after")(ordered)


NAMES = ("Switch Count Big Ratio Text Note Cased Key Birthday Moment Money Paint Blob Tags Matrix Rgb "
         "Rates Palette Shelves Age Share Step Grade Name Plate Currency Contact Cents Since Team "
         "Shoes Cart Person Tree Payment Wallet Span Article Account Booking").split()
MODELS = {name: globals()[name] for name in NAMES}
UNIONS = ("payment", "contents")  # the members that hold one, or a list of them

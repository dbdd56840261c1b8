# SPDX-License-Identifier: Apache-2.0
"""The other side of the benchmark: the model of order.hpp in Pydantic v2, strict.

It validates the lines of the file that it is given, and prints the sum of what it read, the seconds of
processor time that a second pass took, and the version of Pydantic.
"""

import datetime
import enum
import sys
import time
from typing import Annotated, Literal, Optional

import pydantic
from pydantic import AwareDatetime, BaseModel, ConfigDict, Field


class Strict(BaseModel):
    model_config = ConfigDict(strict=True, extra="forbid", allow_inf_nan=False)


class Status(enum.Enum):
    placed = "placed"
    paid = "paid"
    shipped = "shipped"


class Customer(Strict):
    name: Annotated[str, Field(min_length=1, max_length=80)]
    email: str
    phone: Optional[str] = None


class Item(Strict):
    sku: Annotated[str, Field(pattern="^[A-Z]{2}-[0-9]{4,8}$")]
    quantity: Annotated[int, Field(ge=1, le=1000)] = 1
    price: Annotated[float, Field(ge=0)]


class Order(Strict):
    number: Annotated[int, Field(ge=-2**63, le=2**63 - 1)]
    status: Status
    placed_at: AwareDatetime
    customer: Customer
    items: Annotated[list[Item], Field(min_length=1, max_length=100)]
    currency: Literal["EUR", "USD", "UAH"] = "EUR"
    rates: dict[str, float] = {}
    tags: list[str] = []
    express: bool
    note: Optional[str] = None


EPOCH = datetime.datetime(1970, 1, 1, tzinfo=datetime.timezone.utc)


def sum_of(order):
    """As in order.cpp: texts count by their bytes."""
    texts = [order.customer.name, order.customer.email, order.customer.phone or "", order.currency, order.note or "",
             *order.tags, *(item.sku for item in order.items)]
    return (order.number + list(Status).index(order.status) + order.express
            + (order.placed_at - EPOCH) // datetime.timedelta(milliseconds=1) + round(order.rates["USD"] * 100)
            + sum(len(text.encode()) for text in texts)
            + sum(item.quantity + round(item.price * 100) for item in order.items))


def main():
    with open(sys.argv[1], "rb") as file:
        lines = file.read().splitlines()
    total = sum(sum_of(Order.model_validate_json(line)) for line in lines)
    start = time.process_time()
    for line in lines:
        Order.model_validate_json(line)
    print(total, time.process_time() - start, pydantic.VERSION)


main()

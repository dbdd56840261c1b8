# SPDX-License-Identifier: Apache-2.0
"""The inputs of the oracle: good documents, and what a seeded generator breaks in them."""

import copy
import json
import random

import odd
from good import GOOD, Obj, Raw

SEED = 20261127


# --- Writing a tree ---

def text_of(r, value):
    if isinstance(value, Raw):
        return str(value)
    if isinstance(value, Obj):
        return "{" + ",".join(space(r) + string_of(r, name) + space(r) + ":" + text_of(r, member)
                              for name, member in value) + space(r) + "}"
    if isinstance(value, list):
        return space(r) + "[" + ",".join(text_of(r, element) for element in value) + "]" + space(r)
    if isinstance(value, str):
        return string_of(r, value)
    return space(r) + json.dumps(value)


def string_of(r, value):
    return json.dumps(value, ensure_ascii=r.random() < 0.3)


def space(r):
    return r.choice(["", "", "", "", "", " ", "\n", "\t \r\n"])


# --- Changing a tree ---

def pick(r, values):
    """One of the values; what is put into a tree is its own."""
    return copy.deepcopy(r.choice(values))


def places(value):
    """Where the tree has a value: the container, the index in it, and the name of the member."""
    todo = [(value, None)]
    while todo:
        container, name = todo.pop()
        for index in range(len(container)):
            child = container[index]
            if isinstance(container, Obj):
                name, child = child
            yield container, index, name
            if isinstance(child, list):
                todo.append((child, name))


def put(container, index, value):
    if isinstance(container, Obj):
        container[index] = [container[index][0], value]
    else:
        container[index] = value


def get(container, index):
    return container[index][1] if isinstance(container, Obj) else container[index]


def objects(value):
    return [value] + [get(c, i) for c, i, _ in places(value) if isinstance(get(c, i), Obj)]


def change_a_value(r, tree):
    found = list(places(tree))
    if not found:
        return
    container, index, name = r.choice(found)
    known = odd.AT_MEMBERS.get(name)
    put(container, index, pick(r, known if known and r.random() < 0.75 else odd.ANYWHERE))


def remove_a_member(r, tree):
    target = r.choice(objects(tree))
    if target:
        del target[r.randrange(len(target))]


def add_a_member(r, tree):
    target = r.choice(objects(tree))
    target.insert(r.randint(0, len(target)), [r.choice(odd.UNKNOWN), pick(r, [1, None, "x", []])])


def rename_a_member(r, tree):
    target = r.choice(objects(tree))
    if target:
        index = r.randrange(len(target))
        name = target[index][0]
        target[index] = [r.choice([name.upper(), name + "s", name[1:], "_" + name]), target[index][1]]


def repeat_a_member(r, tree):
    target = r.choice(objects(tree))
    if target:
        name, value = r.choice(target)
        target.insert(r.randint(0, len(target)), [name, pick(r, [value, value, None, 1, "x"])])


def reorder(r, tree):
    for target in objects(tree):
        r.shuffle(target)


def add_an_element(r, tree):
    arrays = [get(c, i) for c, i, _ in places(tree) if isinstance(get(c, i), list) and not isinstance(get(c, i), Obj)]
    if arrays:
        target = r.choice(arrays)
        target.insert(r.randint(0, len(target)), pick(r, target or odd.ANYWHERE))


CHANGES = [change_a_value] * 6 + [remove_a_member, remove_a_member, add_a_member, rename_a_member, reorder,
                                  add_an_element, add_an_element]

# --- Changing a text ---

WHOLE = [b"", b" ", b"\n", b"null", b"[]", b"3", b'"x"', b"true", b"{}", b"{", b"}", b"[" * 10000, b'{"a":' * 10000,
         b"[" * 10000 + b"]" * 10000, b'{"name":"a","children":[' * 60 + b"]}" * 60, b'{"name":"a","children":[' * 150 + b"]}" * 150,
         b"{}{}", b"nul", b"\xef\xbb\xbf{}", b"\xff\xfe{\0}\0", b"\0", b"{'a':1}", b"{a:1}", b'{"a" 1}', b'{"a":}', b'{,}', b'{"a":1,}', b"[1,]",
         b"// none\n{}", b"/* none */{}", b'{"a":1 "b":2}', b'{"a":1,,"b":2}', b"{1:2}", b"{null:2}"]

PIECES = [b'"\\ud800"', b'"\\udc00"', b'"\\ud83d\\ude00"', b'"\\udc00\\ud800"', b'"\\u12"', b'"\\x41"', b'"\\0"', b'"\x01"', b'"\x7f"', b'"a\nb"', b'"\xff"', b'"\xc0\xaf"',
          b'"\xed\xa0\x80"', b'"\xf4\x90\x80\x80"', b'"\xe2\x82"', b'"', b"'x'", b"01", b"+1", b"1.", b".5", b"-", b"1e", b"1e+", b"0x1", b"1_000", b"--1", b"nan", b"inf", b"True",
          b"None", b"undefined", b"tru", b"truee", b"1 2", b"[1 2]", b"[", b"]", b"{", b"", b"9" * 5000]


def cut(r, text):
    return text[:r.randrange(len(text))]


def flip_a_byte(r, text):
    at = r.randrange(len(text))
    return text[:at] + bytes([r.choice(b'{}[]",:\\x0\0\xff ')]) + text[at + 1:]


def put_a_piece(r, text):
    """In the place of a value, as far as a colon tells."""
    colons = [i for i, byte in enumerate(text) if byte == ord(":")]
    if not colons:
        return r.choice(PIECES)
    at = r.choice(colons) + 1
    ends = [i for i in (text.find(b",", at), text.find(b"}", at)) if i >= 0] or [len(text)]
    return text[:at] + r.choice(PIECES) + text[min(ends):]


def add_around(r, text):
    return r.choice([text + b"x", text + b"}", text + b",", text + b"\0", text + b" \n", b"\xef\xbb\xbf" + text, b"x" + text, b"\n\t" + text,
                     text + text, b"[" + text + b"]", text + b"// end"])


TEXT_CHANGES = [cut, cut, flip_a_byte, flip_a_byte, put_a_piece, put_a_piece, put_a_piece, add_around, lambda r, _: r.choice(WHOLE)]


# --- The inputs of one model ---

def random_inputs(model, how_many=50):
    """Good documents, and such as have been changed as trees and as texts."""
    r = random.Random(f"{SEED} {model}")
    for number in range(how_many):
        tree = GOOD[model](r)
        if 0 < number < 10:
            reorder(r, tree)
        elif number == 10:
            repeat_a_member(r, tree)
        elif 10 < number < 40:
            for _ in range(r.choice([1, 1, 1, 2, 3])):
                r.choice(CHANGES)(r, tree)
        text = text_of(r, tree).encode()
        yield r.choice(TEXT_CHANGES)(r, text) if number >= 40 else text


def each_odd_value(model):
    """A good document with one value changed, for each place and each odd value."""
    r = random.Random(f"{SEED} each {model}")
    tree = max((GOOD[model](r) for _ in range(5)), key=lambda tree: len(list(places(tree))))
    for container, index, name in list(places(tree)):
        good = get(container, index)
        for value in odd.ANYWHERE + odd.AT_MEMBERS.get(name, []):
            put(container, index, value)
            yield text_of(r, tree).encode()
        put(container, index, good)

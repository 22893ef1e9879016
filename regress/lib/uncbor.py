#!/usr/bin/env python3
# Copyright (c) 2026 The bgpd-x authors
#
# Permission to use, copy, modify, and distribute this software for any
# purpose with or without fee is hereby granted, provided that the above
# copyright notice and this permission notice appear in all copies.
#
# THE SOFTWARE IS PROVIDED "AS IS" AND THE AUTHOR DISCLAIMS ALL WARRANTIES
# WITH REGARD TO THIS SOFTWARE INCLUDING ALL IMPLIED WARRANTIES OF
# MERCHANTABILITY AND FITNESS. IN NO EVENT SHALL THE AUTHOR BE LIABLE FOR
# ANY SPECIAL, DIRECT, INDIRECT, OR CONSEQUENTIAL DAMAGES OR ANY DAMAGES
# WHATSOEVER RESULTING FROM LOSS OF USE, DATA OR PROFITS, WHETHER IN AN
# ACTION OF CONTRACT, NEGLIGENCE OR OTHER TORTIOUS ACTION, ARISING OUT OF
# OR IN CONNECTION WITH THE USE OR PERFORMANCE OF THIS SOFTWARE.

"""CBOR items (RFC 8949) on standard input as JSON, one a line."""
import json
import struct
import sys

BREAK = object()
SIMPLE = {20: False, 21: True, 22: None, 31: BREAK}
FLOATS = {25: (">e", 2), 26: (">f", 4), 27: (">d", 8)}


class Reader:
    def __init__(self, data):
        self.data, self.at = data, 0

    def take(self, n):
        if n > len(self.data) - self.at:
            sys.exit("it ends in an item")
        self.at += n
        return self.data[self.at - n:self.at]

    def number(self, low):
        if low < 24:
            return low
        return int.from_bytes(self.take(1 << (low - 24)), "big")

    def many(self, low):
        """The items of an array or a map."""
        if low != 31:
            return [self.item() for _ in range(self.number(low))]
        return list(iter(self.item, BREAK))

    def simple(self, low):
        if low in FLOATS:
            form, size = FLOATS[low]
            return struct.unpack(form, self.take(size))[0]
        return SIMPLE[low]

    def item(self):
        head = self.take(1)[0]
        major, low = head >> 5, head & 31
        if major in (0, 1):
            n = self.number(low)
            return -1 - n if major else n
        if major in (2, 3):
            data = self.take(self.number(low))
            return data.decode() if major == 3 else data
        if major == 4:
            return self.many(low)
        if major == 5:
            flat = self.many(low)
            return dict(zip(flat[::2], flat[1::2]))
        if major == 6:
            tag, value = self.number(low), self.item()
            return int.from_bytes(value, "big") if tag == 2 else value
        return self.simple(low)


def main():
    reader = Reader(sys.stdin.buffer.read())
    while reader.at < len(reader.data):
        print(json.dumps(reader.item()))


main()

package dev.fwlint.report;

import java.util.NavigableMap;
import java.util.TreeMap;

/** How many columns of a terminal text takes. */
final class Columns {
  /** Unicode's East Asian wide and fullwidth blocks: first code point to last. */
  private static final NavigableMap<Integer, Integer> WIDE = new TreeMap<>();

  static {
    int[][] blocks = {
      {0x1100, 0x115f},
      {0x231a, 0x231b},
      {0x2329, 0x232a},
      {0x23e9, 0x23ec},
      {0x25fd, 0x25fe},
      {0x2614, 0x2615},
      {0x2648, 0x2653},
      {0x26a1, 0x26a1},
      {0x26d4, 0x26d4},
      {0x2705, 0x2705},
      {0x274c, 0x274c},
      {0x2753, 0x2757},
      {0x2795, 0x2797},
      {0x2b1b, 0x2b1c},
      {0x2b50, 0x2b50},
      {0x2e80, 0x303e},
      {0x3041, 0x4dbf},
      {0x4e00, 0xa4cf},
      {0xa960, 0xa97f},
      {0xac00, 0xd7a3},
      {0xf900, 0xfaff},
      {0xfe10, 0xfe19},
      {0xfe30, 0xfe6f},
      {0xff01, 0xff60},
      {0xffe0, 0xffe6},
      {0x16fe0, 0x18aff},
      {0x1b000, 0x1b2ff},
      {0x1f18e, 0x1f18e},
      {0x1f191, 0x1f19a},
      {0x1f200, 0x1f320},
      {0x1f32d, 0x1f335},
      {0x1f337, 0x1f37c},
      {0x1f37e, 0x1f393},
      {0x1f3a0, 0x1f3ca},
      {0x1f3e0, 0x1f3f0},
      {0x1f3f8, 0x1f43e},
      {0x1f440, 0x1f440},
      {0x1f442, 0x1f4fc},
      {0x1f4ff, 0x1f53d},
      {0x1f550, 0x1f567},
      {0x1f5fb, 0x1f64f},
      {0x1f680, 0x1f6c5},
      {0x1f6eb, 0x1f6ec},
      {0x1f6f4, 0x1f6fc},
      {0x1f7e0, 0x1f7eb},
      {0x1f90c, 0x1f9ff},
      {0x1fa70, 0x1faff},
      {0x20000, 0x3fffd},
    };
    for (int[] block : blocks) {
      WIDE.put(block[0], block[1]);
    }
  }

  private Columns() {}

  static int of(String printed) {
    return printed.codePoints().map(Columns::of).sum();
  }

  private static int of(int code) {
    if (code < 0x300) {
      return 1;
    }
    int type = Character.getType(code);
    if (type == Character.NON_SPACING_MARK || type == Character.ENCLOSING_MARK) {
      return 0;
    }
    var block = WIDE.floorEntry(code);
    return block != null && code <= block.getValue() ? 2 : 1;
  }
}

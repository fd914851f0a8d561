package dev.fwlint.fuzz;

import java.nio.charset.StandardCharsets;
import java.util.Random;

/**
 * A text that was changed at random.
 *
 * @param seed what makes it again, of the same material
 * @param origin the text that it was made of
 * @param text what it has become; each character stands for a byte
 */
record Mutant(long seed, String origin, String text) {
  /** More than a person would wait for is no hang. */
  private static final int LONGEST = 1_000_000;

  static Mutant of(Material material, long seed) {
    Dice dice = new Dice(new Random(seed), material);
    // the first numbers of neighbouring seeds are alike
    dice.random().nextLong();
    Material.Text origin = dice.one(material.texts());
    String text = origin.text();
    for (int i = dice.about(6); i > 0; i--) {
      String changed = dice.one(Mutation.ALL).of(text, dice);
      text = changed.length() > LONGEST ? text : changed;
    }
    return new Mutant(seed, origin.name(), text);
  }

  byte[] bytes() {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }
}

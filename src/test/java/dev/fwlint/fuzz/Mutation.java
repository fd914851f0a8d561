package dev.fwlint.fuzz;

import java.util.List;
import java.util.stream.Stream;

/** One way to change a text, each of whose characters stands for a byte. */
@FunctionalInterface
interface Mutation {
  List<Mutation> ALL =
      Stream.of(OfBytes.ALL, OfLines.ALL, OfWords.ALL, OfChains.ALL).flatMap(List::stream).toList();

  String of(String text, Dice dice);
}

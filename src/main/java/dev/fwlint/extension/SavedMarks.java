package dev.fwlint.extension;

import dev.fwlint.ast.Option;
import dev.fwlint.extension.Value.Masked;
import java.util.List;
import java.util.Optional;

/** {@code -j MARK}, {@code CONNMARK} and {@code TOS}: all ways to set bits come down to one. */
final class SavedMarks {
  private static final long ALL = 0xffff_ffffL;
  private static final long BYTE = 0xff;
  private static final List<String> SETS =
      List.of("set-xmark", "set-mark", "and-mark", "or-mark", "xor-mark");

  /** What sets the mask of a connection's mark, of which the last counts. */
  private static final List<String> MASKS =
      List.of("set-xmark", "set-mark", "and-mark", "or-mark", "xor-mark", "ctmask", "mask");

  private static final List<String> SHIFTS = List.of("left-shift-mark", "right-shift-mark");

  private SavedMarks() {}

  static Optional<String> text(SavedOption saved) {
    return switch (saved.name()) {
      case "nfmask", "ctmask" -> mask(saved);
      case "mask" -> Optional.of("");
      case "left-shift-mark", "right-shift-mark" -> shift(saved);
      default ->
          SETS.contains(saved.name())
              ? saved.option().map(option -> set(saved, option)).or(() -> Optional.of(""))
              : Optional.empty();
    };
  }

  private static String set(SavedOption saved, Option option) {
    Masked bits = bits(saved, option, ALL);
    long mask =
        saved
            .lastOf(MASKS)
            .filter(last -> !SETS.contains(last.name()))
            .flatMap(last -> saved.all().number(last.name()))
            .orElse(bits.mask());
    return " --set-xmark " + Numbers.maskedText(new Masked(bits.value(), mask));
  }

  /** Which bits are cleared, and which are turned over then. */
  private static Masked bits(SavedOption saved, Option option, long all) {
    long bits = saved.number();
    return switch (option.name()) {
      case "and-mark", "and-tos" -> new Masked(0, ~bits & all);
      case "or-mark", "or-tos" -> new Masked(bits, bits);
      case "xor-mark", "xor-tos" -> new Masked(bits, 0);
      default -> {
        Masked given =
            saved.all().value(option.name()).orElse(null) instanceof Masked masked
                ? masked
                : new Masked(0, 0);
        boolean sets = option.name().equals("set-mark");
        yield sets ? new Masked(given.value(), given.mask() | given.value()) : given;
      }
    };
  }

  /** Marks are saved and restored by both masks, named or not. */
  private static Optional<String> mask(SavedOption saved) {
    long mask =
        saved
            .lastOf(List.of(saved.name(), "mask"))
            .flatMap(last -> saved.all().number(last.name()))
            .orElse(ALL);
    return SavedOption.when(
        saved.has("save-mark") || saved.has("restore-mark"),
        saved.with(Numbers.hexadecimal(mask, 1)));
  }

  private static Optional<String> shift(SavedOption saved) {
    boolean counts =
        saved.lastOf(SHIFTS).filter(last -> last.name().equals(saved.name())).isPresent();
    return SavedOption.when(counts && saved.number() != 0, saved.with(saved.number()));
  }

  static Optional<String> tos(SavedOption saved) {
    return saved.option().map(option -> " --set-tos " + Headers.tosText(bits(saved, option, BYTE)));
  }
}

package dev.fwlint.extension;

import dev.fwlint.ast.Option;
import java.util.List;
import java.util.Optional;

/**
 * How single matches save an option where its table cannot say it: what is written for it, given or
 * not, with a blank before it; empty where nothing is. Nothing where its table says it all.
 */
final class SavedParticulars {
  private static final List<String> SIDES = List.of("rsource", "rdest");

  private SavedParticulars() {}

  static Optional<String> text(SavedOptions saved, OptionKind kind) {
    SavedOption option = SavedOption.of(saved, kind);
    return switch (saved.extension().name()) {
      case "hashlimit" -> SavedHashLimit.text(option);
      case "time" -> SavedTime.text(option);
      case "string" -> string(option);
      case "recent" -> recent(option);
      case "cluster" -> cluster(option);
      case "set" -> set(option);
      case "ipvs" -> ipvs(option);
      case "connbytes" -> connbytes(option);
      case "srh" -> segments(option);
      case "MARK", "CONNMARK" -> SavedMarks.text(option);
      case "TOS" -> SavedMarks.tos(option);
      case "RATEEST" -> SavedRateEstimator.time(saved, kind);
      default -> SavedTargets.text(option);
    };
  }

  /** What prints is a string, all else is bytes. */
  private static Optional<String> string(SavedOption saved) {
    if (!saved.name().endsWith("string") || !saved.isGiven()) {
      return Optional.empty();
    }
    byte[] bytes = SavedStrings.bytes(saved.option().orElseThrow());
    return Optional.of(
        (saved.isNegated() ? " !" : "")
            + (SavedStrings.prints(bytes)
                ? " --string " + SavedStrings.quoted(bytes)
                : " --hex-string " + SavedStrings.hexadecimal(bytes)));
  }

  /** The side that was named last counts. */
  private static Optional<String> recent(SavedOption saved) {
    if (!SIDES.contains(saved.name())) {
      return Optional.empty();
    }
    String side = saved.lastOf(SIDES).map(Option::name).orElse("rsource");
    return SavedOption.when(side.equals(saved.name()), " --" + side);
  }

  /** A node is a mask of one. */
  private static Optional<String> cluster(SavedOption saved) {
    if (!saved.name().equals("cluster-local-node") || !saved.isGiven()) {
      return Optional.empty();
    }
    String mask = Numbers.hexadecimal(1L << (saved.number() - 1), 8);
    return Optional.of((saved.isNegated() ? " !" : "") + " --cluster-local-nodemask " + mask);
  }

  /** Counters are updated unless a {@code !} says otherwise. */
  private static Optional<String> set(SavedOption saved) {
    boolean usual = saved.isGiven() && !saved.isNegated();
    return saved.name().startsWith("update-") && usual ? Optional.of("") : Optional.empty();
  }

  /** Whatever else is asked of it, it is a packet of IPVS. */
  private static Optional<String> ipvs(SavedOption saved) {
    boolean more = saved.all().given().size() > 1;
    return saved.name().equals("ipvs") && more ? Optional.of("") : Optional.empty();
  }

  /** The kernel turns ends around for a {@code !}, which does nothing to a range of one. */
  private static Optional<String> connbytes(SavedOption saved) {
    boolean one =
        saved.isNegated()
            && saved.all().value(saved.name()).orElse(null)
                instanceof Value.Range(long from, long to)
            && from == to;
    return one
        ? saved.option().map(o -> saved.with(saved.all().values(saved.kind(), o)))
        : Optional.empty();
  }

  /** Of {@code -eq}, {@code -gt} and {@code -lt} of a field there is one number, the last. */
  private static Optional<String> segments(SavedOption saved) {
    String name = saved.name();
    if (!name.matches(".*-(eq|gt|lt)") || !saved.isGiven()) {
      return Optional.empty();
    }
    String field = name.substring(0, name.length() - 2);
    return saved
        .lastOf(List.of(field + "eq", field + "gt", field + "lt"))
        .flatMap(last -> saved.all().number(last.name()))
        .map(number -> (saved.isNegated() ? " !" : "") + saved.with(number));
  }
}

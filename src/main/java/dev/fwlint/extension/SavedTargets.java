package dev.fwlint.extension;

import dev.fwlint.ast.Family;
import dev.fwlint.ast.Option;
import java.util.List;
import java.util.Optional;

/** The same as {@link SavedParticulars}, of targets. */
final class SavedTargets {
  private static final List<String> ZONES = List.of("zone-orig", "zone-reply", "zone");

  private SavedTargets() {}

  static Optional<String> text(SavedOption saved) {
    return switch (saved.all().extension().name()) {
      case "CT" -> ZONES.contains(saved.name()) ? Optional.of(zone(saved)) : Optional.empty();
      case "HMARK" -> hmark(saved);
      case "ECN" -> Optional.of(ecn(saved));
      case "CLUSTERIP" ->
          saved.name().equals("hash-init") && !saved.isGiven() && saved.has("new")
              ? Optional.of(saved.with(0))
              : Optional.empty();
      default -> Optional.empty();
    };
  }

  /** There is one zone, the last, for the directions that were named, or for both; 0 is none. */
  private static String zone(SavedOption saved) {
    List<Option> zones =
        saved.all().given().stream().filter(given -> ZONES.contains(given.name())).toList();
    boolean original = saved.has("zone-orig");
    boolean one = original != saved.has("zone-reply");
    String direction = one ? (original ? "zone-orig" : "zone-reply") : "zone";
    boolean mark = zones.stream().anyMatch(zone -> zone.value().text().equals("mark"));
    if (zones.isEmpty() || !saved.name().equals(direction)) {
      return "";
    }
    Option last = zones.getLast();
    String number = saved.all().values(saved.all().kind(last.name()), last);
    return mark ? saved.with("mark") : number.equals("0") ? "" : saved.with(number);
  }

  /** A tuple's parts are masks of all bits, but for the connection's. */
  private static Optional<String> hmark(SavedOption saved) {
    String name = saved.name();
    Optional<Option> tuple = saved.all().option("hmark-tuple");
    String parts = "," + tuple.map(given -> given.value().text()).orElse("") + ",";
    if (name.equals("hmark-tuple")) {
      return SavedOption.when(parts.contains(",ct,"), saved.with("ct"));
    }
    boolean mask = name.endsWith("-prefix") || name.endsWith("-mask");
    String part = name.substring("hmark-".length()).replaceAll("-(prefix|mask)$", "");
    boolean counts =
        saved
            .lastOf(List.of(name, "hmark-tuple"))
            .filter(l -> l.name().equals("hmark-tuple"))
            .isPresent();
    return mask && counts && parts.contains("," + part + ",")
        ? Optional.of(saved.with(allBits(part, saved.all().scope().family())))
        : Optional.empty();
  }

  private static String allBits(String part, Family family) {
    return switch (part) {
      case "src", "dst" -> family == Family.IPV4 ? "32" : "128";
      case "spi" -> "0xffffffff";
      default -> "0xffff";
    };
  }

  /** Removing is setting both bits of TCP to 0, and undoes what was said of IP before. */
  private static String ecn(SavedOption saved) {
    boolean removes = saved.has("ecn-tcp-remove");
    boolean ip =
        saved
            .lastOf(removes ? List.of("ecn-tcp-remove", "ecn-ip-ect") : List.of("ecn-ip-ect"))
            .filter(last -> last.name().equals("ecn-ip-ect"))
            .isPresent();
    boolean bothZero =
        removes
            || (saved.all().number("ecn-tcp-ece").equals(Optional.of(0L))
                && saved.all().number("ecn-tcp-cwr").equals(Optional.of(0L)));
    return switch (saved.name()) {
      case "ecn-tcp-remove" -> bothZero && !ip ? " --ecn-tcp-remove" : "";
      case "ecn-ip-ect" -> ip ? saved.with(saved.number()) : "";
      default ->
          (bothZero && ip) || (saved.isGiven() && !bothZero) ? saved.with(saved.number()) : "";
    };
  }
}

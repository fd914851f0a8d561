package dev.fwlint.extension;

import dev.fwlint.ast.Option;
import java.util.Optional;

/** Options that only make sense on some ways through the kernel. */
final class HookChecks {
  private HookChecks() {}

  /** Options that ask for the interface a packet comes in by, or goes out by. */
  static Optional<Why> sides(Loading loading, String in, String out) {
    if (loading.has(out) && arrives(loading)) {
      return Why.about(
          loading.given(out), "has no out interface on the way from PREROUTING or INPUT");
    }
    return leaves(loading)
        ? Why.about(loading.given(in), "has no in interface on the way from OUTPUT or POSTROUTING")
        : Optional.empty();
  }

  private static boolean arrives(Loading loading) {
    return loading.reachedFrom(HookPoint.PREROUTING, HookPoint.INPUT);
  }

  private static boolean leaves(Loading loading) {
    return loading.reachedFrom(HookPoint.OUTPUT, HookPoint.POSTROUTING);
  }

  static Optional<Why> policy(Loading loading) {
    Optional<Option> direction = loading.given("dir");
    boolean out = direction.filter(option -> option.value().text().equals("out")).isPresent();
    if (out && arrives(loading)) {
      return Why.about(direction, "has no --dir out on the way from PREROUTING or INPUT");
    }
    return !out && leaves(loading)
        ? Why.about(direction, "has no --dir in on the way from OUTPUT or POSTROUTING")
        : Optional.empty();
  }

  /** Which port a packet of the host's own leaves a bridge by is not known yet. */
  static Optional<Why> physdev(Loading loading) {
    Optional<Option> out = loading.given("physdev-out").or(() -> loading.given("physdev-is-out"));
    boolean bridged =
        loading.given("physdev-is-bridged").filter(option -> !option.negated()).isPresent();
    return !bridged && loading.hooks().contains(HookPoint.OUTPUT)
        ? Why.about(out, "has no out port on the way from OUTPUT")
        : Optional.empty();
  }
}

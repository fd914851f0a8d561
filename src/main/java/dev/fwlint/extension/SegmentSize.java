package dev.fwlint.extension;

import dev.fwlint.ast.Backend;
import dev.fwlint.ast.MatchUse;
import dev.fwlint.extension.Value.TcpFlags;
import java.util.Optional;

/** What {@code TCPMSS} asks of its rule; nftables leaves the SYN to the user. */
final class SegmentSize {
  private static final int SYN = 2;

  private SegmentSize() {}

  static Optional<Why> check(Loading loading) {
    if (loading.has("clamp-mss-to-pmtu")
        && loading.reachedFrom(HookPoint.PREROUTING, HookPoint.INPUT)) {
      return Why.about(
          loading.given("clamp-mss-to-pmtu"),
          "cannot clamp to a path's MTU on the way from PREROUTING or INPUT");
    }
    return loading.rule().matches().stream().anyMatch(use -> asksForSyn(use, loading.scope()))
        ? Optional.empty()
        : Why.only(Backend.LEGACY, "needs --syn or the like: it works on SYN packets");
  }

  private static boolean asksForSyn(MatchUse use, Scope scope) {
    if (!use.module().equals("tcp")) {
      return false;
    }
    boolean syn = use.option("syn").filter(option -> !option.negated()).isPresent();
    return syn
        || use.option("tcp-flags")
            .filter(option -> !option.negated())
            .filter(option -> hasSyn(option.values().getLast().text(), scope))
            .isPresent();
  }

  private static boolean hasSyn(String flags, Scope scope) {
    return ValueKind.of("tcp-flags").read(flags, scope) instanceof Reading.Good(TcpFlags(int bits))
        && (bits & SYN) != 0;
  }
}

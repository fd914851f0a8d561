package dev.fwlint.extension;

import dev.fwlint.ast.Backend;
import dev.fwlint.ast.Option;
import dev.fwlint.extension.Value.Range;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * What single modules of the kernel check when a rule is loaded, beyond tables, hooks and
 * protocols: the {@code checkentry} functions of net/netfilter/xt_*.c.
 */
final class KernelChecks {
  private static final Set<Integer> TCP = Set.of(6);

  private KernelChecks() {}

  static Optional<Why> check(Extension extension, Loading loading) {
    return switch (extension.name()) {
      case "REJECT" -> reject(loading);
      case "TCPMSS" -> SegmentSize.check(loading);
      case "ecn", "ECN" -> ecn(loading);
      case "addrtype" -> HookChecks.sides(loading, "limit-iface-in", "limit-iface-out");
      case "devgroup" -> HookChecks.sides(loading, "src-group", "dst-group");
      case "policy" -> HookChecks.policy(loading);
      case "physdev" -> HookChecks.physdev(loading);
      case "recent" -> CountChecks.recent(loading);
      case "limit" -> CountChecks.limit(loading);
      case "hashlimit" -> CountChecks.hashlimit(loading);
      case "string" -> CountChecks.string(loading);
      case "IDLETIMER" -> CountChecks.fileName(loading, "label");
      case "owner" -> owner(loading);
      case "CT" -> tracking(loading);
      case "TEE" -> gateway(loading);
      case "SNPT", "DNPT" -> prefixes(loading);
      case "TRACE" -> trace(loading);
      case "QUEUE" -> Why.only(Backend.NFT, "is not known to iptables-nft");
      default -> Optional.empty();
    };
  }

  private static Optional<Why> reject(Loading loading) {
    Optional<Option> reset =
        loading
            .given("reject-with")
            .filter(option -> option.value().text().toLowerCase(Locale.ROOT).startsWith("t"));
    return loading.scope().isOneOf(TCP)
        ? Optional.empty()
        : Why.about(reset, "needs -p tcp for a TCP reset");
  }

  private static Optional<Why> ecn(Loading loading) {
    Optional<Option> tcp =
        loading.options().stream().filter(o -> o.name().startsWith("ecn-tcp-")).findFirst();
    return loading.scope().isOneOf(TCP)
        ? Optional.empty()
        : Why.about(tcp, "needs -p tcp for a TCP flag");
  }

  private static Optional<Why> owner(Loading loading) {
    for (String name : List.of("uid-owner", "gid-owner")) {
      boolean reversed = loading.value(name, "owner").filter(KernelChecks::isReversed).isPresent();
      if (reversed) {
        return Why.about(loading.given(name), "takes no range that ends before it begins");
      }
    }
    return Optional.empty();
  }

  private static boolean isReversed(Value value) {
    return value instanceof Range(long from, long to) && from > to;
  }

  private static Optional<Why> tracking(Loading loading) {
    boolean known =
        loading.has("notrack") || (loading.scope().protocol() != 0 && !loading.scope().negated());
    return known ? Optional.empty() : Why.about(loading.given("helper"), "needs -p for a helper");
  }

  private static Optional<Why> gateway(Loading loading) {
    boolean none =
        loading
            .value("gateway", "host")
            .filter(value -> value instanceof Value.Network network && network.address().isZero())
            .isPresent();
    return none
        ? Why.about(loading.given("gateway"), "needs a gateway that is not all zero")
        : Optional.empty();
  }

  /** Prefixes of up to 64 bits, with nothing set behind them. */
  private static Optional<Why> prefixes(Loading loading) {
    for (String option : List.of("src-pfx", "dst-pfx")) {
      boolean good =
          loading
              .value(option, "network")
              .filter(value -> value instanceof Value.Network network && isPrefix(network))
              .isPresent();
      if (!good) {
        return Why.about(
            loading.given(option), "takes a prefix of at most 64 bits, with nothing set behind it");
      }
    }
    return Optional.empty();
  }

  private static boolean isPrefix(Value.Network network) {
    Address address = network.address();
    return network.mask().low() == 0 && address.and(network.mask()).equals(address);
  }

  private static Optional<Why> trace(Loading loading) {
    return loading.table().equals("raw")
        ? Optional.empty()
        : Why.only(Backend.LEGACY, "is only allowed in the table raw");
  }
}

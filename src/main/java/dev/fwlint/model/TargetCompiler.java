package dev.fwlint.model;

import dev.fwlint.ast.Option;
import dev.fwlint.ast.TargetUse;
import dev.fwlint.extension.Extensions;
import dev.fwlint.extension.Value;
import dev.fwlint.model.Action.AddressRange;
import dev.fwlint.model.Condition.End;
import java.util.List;
import java.util.Optional;

/** What a target does. */
final class TargetCompiler {
  private final OptionReader reader;

  TargetCompiler(OptionReader reader) {
    this.reader = reader;
  }

  Action action(Optional<TargetUse> target) {
    if (target.isEmpty()) {
      return new Action.Continue("");
    }
    TargetUse use = target.get();
    String name = use.name().text();
    boolean chain = use.goesTo() || Extensions.target(name, reader.family()).isEmpty();
    return chain ? new Action.Jump(name, use.goesTo()) : verdict(use, name);
  }

  private Action verdict(TargetUse use, String name) {
    return switch (name) {
      case "ACCEPT" -> new Action.Decide(Verdict.ACCEPT, name);
      case "DROP" -> new Action.Decide(Verdict.DROP, name);
      case "REJECT" -> new Action.Decide(Verdict.REJECT, name + answer(use));
      case "QUEUE", "NFQUEUE" -> new Action.Decide(Verdict.QUEUE, name);
      case "RETURN" -> new Action.Return();
      case "NOTRACK" -> new Action.Untrack();
      case "CT" -> use.option("notrack").isPresent() ? new Action.Untrack() : new Action.Template();
      case "MARK", "CONNMARK" -> new MarkCompiler(reader).action(use);
      case "TTL", "HL" -> ttl(use);
      default -> nat(use, name);
    };
  }

  /** What REJECT answers; iptables-extensions(8) has the default. */
  private String answer(TargetUse use) {
    boolean usual = use.option("reject-with").isEmpty();
    boolean port =
        value(use, "reject-with")
            .map(with -> with instanceof Value.Names names && names.name().contains("port-unreach"))
            .orElse(usual);
    return port ? "" : " " + use.option("reject-with").map(o -> o.value().text()).orElse("");
  }

  private Action nat(TargetUse use, String name) {
    return switch (name) {
      case "DNAT" -> rewrite(use, "to-destination", End.DESTINATION);
      case "SNAT" -> rewrite(use, "to-source", End.SOURCE);
      case "REDIRECT" -> new Action.Redirect(ports(use), isRandom(use));
      case "MASQUERADE" -> new Action.Masquerade(ports(use), isRandom(use));
      case "NETMAP" ->
          value(use, "to").orElse(null) instanceof Value.Network network
              ? new Action.Netmap(Convert.network(network))
              : new Action.Unknown(name);
      default -> other(use, name);
    };
  }

  private static Action other(TargetUse use, String name) {
    return switch (name) {
      case "LOG", "NFLOG", "ULOG", "AUDIT", "TRACE", "TEE", "IDLETIMER", "LED", "RATEEST" ->
          new Action.Continue(name);
      case "HMARK" -> new Action.Change(name, List.of("mark"));
      case "SET" ->
          new Action.Change(
              name, use.option("map-mark").isPresent() ? List.of("sets", "mark") : List.of("sets"));
      case "TOS",
          "DSCP",
          "ECN",
          "TCPMSS",
          "TCPOPTSTRIP",
          "CHECKSUM",
          "CLASSIFY",
          "SECMARK",
          "CONNSECMARK" ->
          new Action.Change(name, List.of("fields"));
      default -> new Action.Unknown(name);
    };
  }

  private Optional<Value> value(TargetUse use, String option) {
    return use.option(option).flatMap(found -> reader.value(use, found));
  }

  private Action rewrite(TargetUse use, String option, End end) {
    if (!(value(use, option).orElse(null) instanceof Value.NatTo to)) {
      return new Action.Unknown(use.name().text());
    }
    Optional<AddressRange> addresses =
        to.addresses()
            .map(r -> new AddressRange(Convert.address(r.from()), Convert.address(r.to())));
    return new Action.Rewrite(
        end, addresses, to.ports().map(Convert::range), to.basePort(), isRandom(use));
  }

  private static boolean isRandom(TargetUse use) {
    return use.option("random").isPresent() || use.option("random-fully").isPresent();
  }

  private Optional<Range> ports(TargetUse use) {
    return value(use, "to-ports")
        .filter(Value.NatTo.class::isInstance)
        .flatMap(value -> ((Value.NatTo) value).ports())
        .map(Convert::range);
  }

  private Action ttl(TargetUse use) {
    for (Option option : use.options()) {
      if (reader.value(use, option).orElse(null) instanceof Value.Range number) {
        Action.SetTtl.Kind kind =
            switch (option.name().substring(option.name().indexOf('-') + 1)) {
              case "inc" -> Action.SetTtl.Kind.INCREASE;
              case "dec" -> Action.SetTtl.Kind.DECREASE;
              default -> Action.SetTtl.Kind.SET;
            };
        return new Action.SetTtl(kind, (int) number.from());
      }
    }
    return new Action.Unknown(use.name().text());
  }
}

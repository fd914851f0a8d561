package dev.fwlint.rules;

import java.util.List;
import java.util.Locale;

/** Every rule, in the order in which they run. */
public final class Rules {
  public static final List<Rule> ALL =
      List.of(
          new SyntaxError(),
          new IllegalRuleContext(),
          new UnknownChain(),
          new MissingCommit(),
          new ChainLoop(),
          new OneBackendOnly(),
          new FirewallNotInIptables(),
          new UnreachableChain(),
          new NeverMatchingRule(),
          new UnreachableRule(),
          new ShadowedRule(),
          new RedundantRule(),
          new ContradictedRule(),
          new DockerUserUnhooked(),
          new DockerUserDeadAppend(),
          new BridgeIsolationMissing(),
          new DockerUserIsolationBypass(),
          new ForwardIsolationBypass(),
          new DockerJumpOrder(),
          new InternalNetworkLeak(),
          new IccDisabledBypass(),
          new ForeignBridgeLeak(),
          new SwarmIngressBypass(),
          new DockerUserOpen(),
          new DockerUserHostPort(),
          new DockerUserDropsReplies(),
          new DockerUserBroadAccept(),
          new CtorigdstportWithoutCtdir(),
          new InputRuleMissesContainer(),
          new PublishedOnAllAddresses(),
          new LoopbackPublishExposed(),
          new UnpublishedPortReachable(),
          new DnatTargetUnknown(),
          new MasqueradeTooBroad(),
          new GeneratedChainEdited(),
          new DockerRulesMissing(),
          new HardcodedBridgeId(),
          new ForwardPolicyAccept());

  private Rules() {}

  /** The ids of all rules, in that order. */
  public static List<String> ids() {
    return ALL.stream().map(Rules::id).toList();
  }

  /** The id that the catalogue has for a rule: its class's name in kebab case. */
  public static String id(Rule rule) {
    return rule.getClass()
        .getSimpleName()
        .replaceAll("(?<=[a-z0-9])(?=[A-Z])", "-")
        .toLowerCase(Locale.ROOT);
  }
}

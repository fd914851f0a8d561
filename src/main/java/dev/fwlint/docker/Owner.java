package dev.fwlint.docker;

import dev.fwlint.model.Chain;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A program that makes chains of its own and puts them back when somebody edits them. */
public enum Owner {
  DOCKER(
      "Docker",
      "DOCKER-USER",
      "DOCKER|DOCKER-(FORWARD|BRIDGE|CT|INTERNAL|INGRESS|OVERLAY|ISOLATION(-STAGE-[12])?)"
          + "|DOCKER_(OUTPUT|POSTROUTING)"),
  PODMAN("Podman", "NETAVARK[-_].*"),
  CNI("CNI", "CNI-ADMIN", "CNI-(?!ADMIN$).*"),
  LIBVIRT("libvirt", "/etc/libvirt/hooks", "LIBVIRT_(INP|OUT|FWI|FWO|FWX|PRT)"),
  UFW("ufw", "ufw route, /etc/ufw/before.rules or /etc/ufw/after.rules", "ufw6?-.*"),
  FIREWALLD(
      "firewalld",
      "firewall-cmd --direct",
      "(INPUT|FORWARD|OUTPUT|PREROUTING|POSTROUTING)"
          + "_(direct|dispatch|ZONES(_SOURCE)?|(IN|OUT)_ZONES.*|POLICIES.*)"
          + "|(IN|FWDI|FWDO|FWD|PRE|POST)_(block|dmz|docker|drop|external|home|internal|libvirt"
          + "|nm-shared|public|trusted|work)"
          + "|(IN|FWDI|FWDO|FWD|PRE|POST)_.+_(pre|log|deny|allow|post)"),
  KUBERNETES("Kubernetes", "KUBE-.*"),
  CALICO("Calico", "a GlobalNetworkPolicy", "(cali|felix|calico)-.*"),
  FLANNEL("flannel", "FLANNEL-(FWD|POSTRTG)"),
  CILIUM("Cilium", "(OLD_)?CILIUM_.*"),
  WEAVE("Weave", "WEAVE.*"),
  AWS("the AWS VPC CNI", "AWS-.*"),
  SSHUTTLE("sshuttle", "sshuttle-.*"),
  FAIL2BAN("fail2ban", "the jail's settings", "(f2b|fail2ban)-.*"),
  CROWDSEC("CrowdSec", "iptables_chains of the bouncer's settings", "CROWDSEC_(CHAIN|LOG)"),
  TAILSCALE("Tailscale", "ts-(input|forward|postrouting)"),
  /** LXD and Incus have no chains: their rules say in a comment which network they are for. */
  LXD("LXD", "(?!)"),
  ISTIO("Istio", "ISTIO_.*"),
  AZURE_NPM("Azure NPM", "AZURE-NPM.*"),
  /** Shorewall names its chains after the zones that people make: {@link Owners} tells them. */
  SHOREWALL("Shorewall", "/etc/shorewall/rules", "(?!)");

  private final String title;
  private final Optional<String> userHook;
  private final Pattern chains;

  Owner(String title, String chains) {
    this(title, Optional.empty(), chains);
  }

  Owner(String title, String userHook, String chains) {
    this(title, Optional.of(userHook), chains);
  }

  Owner(String title, Optional<String> userHook, String chains) {
    this.title = title;
    this.userHook = userHook;
    this.chains = Pattern.compile(chains);
  }

  /**
   * Who made a chain, by the name that it gives them. Nobody, where people write rules of their
   * own: DOCKER-USER and CNI-ADMIN.
   */
  public static Optional<Owner> of(Chain chain) {
    return chain.builtIn() ? Optional.empty() : ofName(chain.name());
  }

  static Optional<Owner> ofName(String chain) {
    return Stream.of(values()).filter(owner -> owner.chains.matcher(chain).matches()).findFirst();
  }

  /** Its name, for people. */
  public String title() {
    return title;
  }

  /** Where people put rules of their own that it leaves alone; nothing where there is no place. */
  public Optional<String> userHook() {
    return userHook;
  }

  /**
   * Whether it decides by itself what is forwarded on a host that it runs on, whatever the policy.
   */
  public boolean rulesForwarding() {
    return switch (this) {
      case FIREWALLD, KUBERNETES, CALICO, CILIUM -> true;
      default -> false;
    };
  }
}

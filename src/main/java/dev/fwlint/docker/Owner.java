package dev.fwlint.docker;

import dev.fwlint.model.Chain;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A program that makes chains of its own and puts them back when somebody edits them. */
public enum Owner {
  DOCKER(
      "Docker",
      "DOCKER|DOCKER-(FORWARD|BRIDGE|CT|INTERNAL|INGRESS|OVERLAY|ISOLATION(-STAGE-[12])?)"
          + "|DOCKER_(OUTPUT|POSTROUTING)"),
  PODMAN("Podman", "NETAVARK[-_].*"),
  CNI("CNI", "CNI-(?!ADMIN$).*"),
  LIBVIRT("libvirt", "LIBVIRT_(INP|OUT|FWI|FWO|FWX|PRT)"),
  UFW("ufw", "ufw6?-.*"),
  FIREWALLD(
      "firewalld",
      "(INPUT|FORWARD|OUTPUT|PREROUTING|POSTROUTING)"
          + "_(direct|dispatch|ZONES(_SOURCE)?|(IN|OUT)_ZONES.*|POLICIES.*)"
          + "|(IN|FWDI|FWDO|FWD|PRE|POST)_(block|dmz|docker|drop|external|home|internal|libvirt"
          + "|nm-shared|public|trusted|work)"
          + "|(IN|FWDI|FWDO|FWD|PRE|POST)_.+_(pre|log|deny|allow|post)"),
  KUBERNETES("Kubernetes", "KUBE-.*"),
  CALICO("Calico", "(cali|felix|calico)-.*"),
  FLANNEL("flannel", "FLANNEL-(FWD|POSTRTG)"),
  CILIUM("Cilium", "(OLD_)?CILIUM_.*"),
  WEAVE("Weave", "WEAVE.*"),
  AWS("the AWS VPC CNI", "AWS-.*"),
  SSHUTTLE("sshuttle", "sshuttle-.*"),
  FAIL2BAN("fail2ban", "(f2b|fail2ban)-.*"),
  CROWDSEC("CrowdSec", "CROWDSEC_(CHAIN|LOG)"),
  TAILSCALE("Tailscale", "ts-(input|forward|postrouting)"),
  /** LXD and Incus have no chains: their rules say in a comment which network they are for. */
  LXD("LXD", "(?!)"),
  ISTIO("Istio", "ISTIO_.*"),
  AZURE_NPM("Azure NPM", "AZURE-NPM.*");

  private final String title;
  private final Pattern chains;

  Owner(String title, String chains) {
    this.title = title;
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

package dev.fwlint.docker;

/**
 * The layouts that dockerd has given the filter table over the years, the oldest first. Docker 29
 * with its nftables backend leaves nothing that iptables-save shows.
 */
public enum Generation {
  /** Only DOCKER; networks are kept apart pair by pair in FORWARD. */
  G0("1.8 and 1.9"),
  /** DOCKER-ISOLATION. */
  G1("1.10 to 17.05"),
  /** DOCKER-USER and DOCKER-ISOLATION. */
  G2("17.06 to 18.03.0"),
  /** DOCKER-ISOLATION-STAGE-1 and -2. */
  G3("18.03.1 to 27"),
  /** The ipset docker-ext-bridges-v4. */
  G4("28.0.0"),
  /** DOCKER-FORWARD, beside the isolation stages. */
  G5("28.0.1 to 28.5"),
  /** DOCKER-INTERNAL; no isolation stages any more. */
  G6("29");

  private final String versions;

  Generation(String versions) {
    this.versions = versions;
  }

  /** The releases that lay it out so, for people. */
  public String versions() {
    return versions;
  }

  /**
   * Whether every bridge has a last rule that drops what came from elsewhere and was not published,
   * so that the policy of FORWARD decides nothing about containers.
   */
  public boolean dropsUnpublished() {
    return compareTo(G4) >= 0;
  }
}

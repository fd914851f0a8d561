package dev.fwlint.rules;

import dev.fwlint.docker.Bridge;
import dev.fwlint.docker.DockerHost;
import dev.fwlint.docker.PublishedPort;
import dev.fwlint.model.Firewall;
import java.util.Optional;

/**
 * What networks and containers are called in a sentence, with Docker's names where they are known.
 */
final class Titles {
  private Titles() {}

  /** {@code "shop (br-519e03b4fdf5)"}, or the interface alone, quoted. */
  static String network(Firewall firewall, String bridge) {
    return Places.quoted(DockerHost.of(firewall).title(bridge));
  }

  /** {@code web (172.18.0.2) on "shop (br-519e03b4fdf5)"}. */
  static String container(Firewall firewall, PublishedPort port) {
    Optional<Bridge> bridge = DockerHost.of(firewall).bridge(port.bridge());
    return bridge.map(b -> b.title(port.container())).orElse(port.container().toString())
        + " on "
        + Places.quoted(bridge.map(Bridge::title).orElse(port.bridge()));
  }
}

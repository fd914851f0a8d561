package dev.fwlint.docker;

import dev.fwlint.model.Address;
import dev.fwlint.model.Step;
import java.util.Optional;

/**
 * A port of the host that leads to a port of a container.
 *
 * @param host the address of the host that it is published on; nothing for all of them
 * @param protocol the IP protocol's number
 * @param bridge the bridge that the container is on
 * @param step the rule of the nat table that makes it
 */
public record PublishedPort(
    Optional<Address> host,
    int protocol,
    int port,
    Address container,
    int containerPort,
    String bridge,
    Step step) {

  /** Whether it is swarm's, and leads to the ingress network. */
  public boolean ingress() {
    return step.chain().equals("DOCKER-INGRESS");
  }
}

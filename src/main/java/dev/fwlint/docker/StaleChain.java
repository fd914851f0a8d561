package dev.fwlint.docker;

import dev.fwlint.model.Chain;
import dev.fwlint.model.Step;
import java.util.List;

/**
 * A chain of Docker's filter table that the host's generation does not have: what an upgrade or a
 * downgrade has left behind.
 *
 * @param last the last generation that has such a chain
 * @param jumps the steps by which what is forwarded may still come to it, from chains that are not
 *     stale; none where it is out of use
 */
public record StaleChain(Chain chain, Generation last, List<Step> jumps) {
  public StaleChain {
    jumps = List.copyOf(jumps);
  }
}

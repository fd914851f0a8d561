package dev.fwlint.matrix;

import java.util.List;

/**
 * Where connections come from and go to.
 *
 * @param device the interface; empty for the host itself
 * @param subnets its addresses in CIDR notation; none where they are not known
 * @param notes what else is known of it, in words
 */
public record Place(Kind kind, String device, List<String> subnets, List<String> notes) {
  /** The host's own processes. */
  public static final Place HOST = new Place(Kind.HOST, "", List.of(), List.of());

  public Place {
    subnets = List.copyOf(subnets);
    notes = List.copyOf(notes);
  }

  /** What is there. */
  public enum Kind {
    /** The host's own processes. */
    HOST,
    /** Strangers, behind an external interface. */
    OUTSIDE,
    /** Containers or virtual machines, behind a bridge. */
    NETWORK
  }

  /** What a table calls it. */
  public String name() {
    return switch (kind) {
      case HOST -> "host";
      case OUTSIDE -> "outside " + device;
      case NETWORK -> device;
    };
  }
}

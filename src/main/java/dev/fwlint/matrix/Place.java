package dev.fwlint.matrix;

import java.util.List;

/**
 * Where connections come from and go to.
 *
 * @param device the interface; empty for the host itself
 * @param called what Docker calls a network, with the interface; empty where that is not known
 * @param subnets its addresses in CIDR notation; none where they are not known
 * @param notes what else is known of it, in words
 */
public record Place(
    Kind kind, String device, String called, List<String> subnets, List<String> notes) {
  /** The host's own processes. */
  public static final Place HOST = new Place(Kind.HOST, "", "", List.of(), List.of());

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

  /** What people call it. */
  public String title() {
    return called.isEmpty() ? name() : called;
  }

  /** What it is known by; no other place is. */
  public String name() {
    return switch (kind) {
      case HOST -> "host";
      case OUTSIDE -> "outside " + device;
      case NETWORK -> device;
    };
  }
}

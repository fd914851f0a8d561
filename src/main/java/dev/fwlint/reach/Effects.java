package dev.fwlint.reach;

import static dev.fwlint.reach.Fields.*;

import dev.fwlint.model.Action;
import dev.fwlint.model.Action.AddressRange;
import dev.fwlint.model.Condition.End;
import dev.fwlint.model.Range;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What a target changes of a packet. */
final class Effects {
  private Effects() {}

  static boolean isNat(Action action) {
    return action instanceof Action.Rewrite
        || action instanceof Action.Redirect
        || action instanceof Action.Masquerade
        || action instanceof Action.Netmap;
  }

  static List<Assign> of(Action action, Fields fields) {
    List<Assign> assigns = new ArrayList<>();
    switch (action) {
      case Action.SetMark set -> assigns.add(fields.marks.set(MARK, set.clear(), set.toggle()));
      case Action.SetConnMark set ->
          assigns.add(fields.marks.set(CONNECTION_MARK, set.clear(), set.toggle()));
      case Action.SaveMark save ->
          assigns.add(fields.marks.copy(CONNECTION_MARK, MARK, save.nfMask(), save.ctMask()));
      case Action.RestoreMark restore ->
          assigns.add(fields.marks.copy(MARK, CONNECTION_MARK, restore.ctMask(), restore.nfMask()));
      case Action.Untrack untrack -> {
        // what comes back in by lo keeps its connection, so raw's further steps may see either
        assigns.add(new Assign.Constant(UNTRACKED, 1));
        assigns.add(new Assign.Unknown(STATE));
      }
      case Action.Template template -> assigns.add(new Assign.Unknown(STATE));
      case Action.SetTtl set ->
          assigns.add(
              set.kind() == Action.SetTtl.Kind.SET
                  ? new Assign.Constant(TTL, set.value())
                  : new Assign.Unknown(TTL));
      case Action.Change change -> {
        if (change.changes().contains("mark")) {
          assigns.add(new Assign.Unknown(MARK));
        }
      }
      case Action.Rewrite to when to.end() == End.DESTINATION ->
          destination(to.addresses(), to.ports(), to.basePort().isPresent(), assigns);
      case Action.Redirect to -> redirect(to.ports(), assigns);
      case Action.Netmap map -> redirect(Optional.empty(), assigns);
      default -> {}
    }
    if (!assigns.isEmpty() || action instanceof Action.Change) {
      assigns.addAll(fields.expressions.after(action));
    }
    return assigns;
  }

  /** Of a target that is not known: all that any rule could change. */
  static List<Assign> everything(Action action, Fields fields) {
    List<Assign> assigns = new ArrayList<>();
    for (int field :
        new int[] {
          SOURCE_HIGH,
          SOURCE,
          DESTINATION_HIGH,
          DESTINATION,
          SOURCE_PORT,
          DESTINATION_PORT,
          MARK,
          CONNECTION_MARK,
          TTL,
          SOURCE_TYPE,
          DESTINATION_TYPE,
          STATE,
          DESTINATION_TRANSLATED
        }) {
      assigns.add(new Assign.Unknown(field));
    }
    assigns.addAll(fields.expressions.after(action));
    return assigns;
  }

  private static void destination(
      Optional<AddressRange> addresses,
      Optional<Range> ports,
      boolean shifted,
      List<Assign> assigns) {
    if (addresses.isPresent() && addresses.get().from().equals(addresses.get().to())) {
      assigns.add(new Assign.Constant(DESTINATION_HIGH, addresses.get().from().high()));
      assigns.add(new Assign.Constant(DESTINATION, addresses.get().from().low()));
      assigns.add(new Assign.Copy(DESTINATION_TYPE, OTHER_TYPE));
    } else if (addresses.isPresent()) {
      elsewhere(assigns);
    }
    ports(ports, shifted, assigns);
    moved(assigns);
  }

  private static void redirect(Optional<Range> ports, List<Assign> assigns) {
    elsewhere(assigns);
    ports(ports, false, assigns);
    moved(assigns);
  }

  /** To an address that is not known, and the same for all that is asked of it from here on. */
  private static void elsewhere(List<Assign> assigns) {
    assigns.add(new Assign.Copy(DESTINATION_HIGH, OTHER_DESTINATION_HIGH));
    assigns.add(new Assign.Copy(DESTINATION, OTHER_DESTINATION));
    assigns.add(new Assign.Copy(DESTINATION_TYPE, OTHER_TYPE));
  }

  private static void ports(Optional<Range> ports, boolean shifted, List<Assign> assigns) {
    if (ports.isPresent()) {
      boolean one = ports.get().from() == ports.get().to() && !shifted;
      assigns.add(
          one
              ? new Assign.Constant(DESTINATION_PORT, ports.get().from())
              : new Assign.Copy(DESTINATION_PORT, OTHER_PORT));
    }
  }

  private static void moved(List<Assign> assigns) {
    assigns.add(new Assign.Unknown(DESTINATION_TRANSLATED));
    assigns.add(new Assign.Constant(REROUTED, 1));
  }
}

package dev.fwlint.reach;

import static dev.fwlint.reach.Fields.*;

import dev.fwlint.model.Action;
import dev.fwlint.model.Action.AddressRange;
import dev.fwlint.model.Condition.End;
import dev.fwlint.model.Range;
import dev.fwlint.model.Step;
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

  /** Whether a target gives packets another destination, or another port of it. */
  static boolean translatesDestination(Action action) {
    return action instanceof Action.Rewrite to && to.end() == End.DESTINATION
        || action instanceof Action.Redirect
        || action instanceof Action.Netmap;
  }

  /**
   * @param template whether the packets may have a template's connection instead of their own
   */
  static List<Assign> of(Step step, Fields fields, boolean template) {
    Action action = step.action();
    List<Assign> assigns = new ArrayList<>();
    switch (action) {
      case Action.SetMark set -> assigns.add(fields.marks.set(MARK, set.clear(), set.toggle()));
      case Action.SetConnMark set ->
          assigns.add(
              connected(fields.marks.set(CONNECTION_MARK, set.clear(), set.toggle()), template));
      case Action.SaveMark save ->
          assigns.add(
              connected(
                  fields.marks.copy(CONNECTION_MARK, MARK, save.nfMask(), save.ctMask()),
                  template));
      case Action.RestoreMark restore ->
          assigns.add(
              connected(
                  fields.marks.copy(MARK, CONNECTION_MARK, restore.ctMask(), restore.nfMask()),
                  template));
      // xt_CT.c: what has a connection already keeps it, as what comes back in by lo does
      case Action.Untrack untrack -> assigns.add(fromUntold(UNTRACKED_STATE));
      case Action.Template own -> assigns.add(fromUntold(NEW));
      case Action.SetTtl set -> assigns.add(ttl(set));
      case Action.Change change -> {
        // xt_TCPMSS.c: a SYN without data gets an option that it lacks
        if (change.target().equals("TCPMSS")) {
          assigns.add(new Assign.Unknown(LENGTH));
        }
        if (change.changes().contains("mark")) {
          assigns.add(new Assign.Unknown(MARK));
          assigns.add(new Assign.Unknown(CONNECTION_MARK));
        }
      }
      case Action.Rewrite to when to.end() == End.DESTINATION ->
          destination(to.addresses(), to.ports(), to.basePort().isPresent(), assigns);
      case Action.Redirect to -> redirect(to.ports(), assigns);
      case Action.Netmap map -> redirect(Optional.empty(), assigns);
      default -> {}
    }
    if (step.table().equals("mangle") && routesAnew(action)) {
      assigns.add(new Assign.Constant(REROUTED, 1));
    }
    asked(action, fields, !assigns.isEmpty())
        .forEach(field -> assigns.add(new Assign.Unknown(field)));
    return assigns;
  }

  /** The expressions that need not hold any more, if they did. */
  private static List<Integer> asked(Action action, Fields fields, boolean changes) {
    if (action instanceof Action.Change) {
      return fields.expressionFields();
    }
    return isNat(action) ? fields.ofTheDestination() : changes ? fields.fleeting() : List.of();
  }

  private static Assign ttl(Action.SetTtl set) {
    return switch (set.kind()) {
      case SET -> new Assign.Constant(TTL, set.value());
      case INCREASE -> new Assign.Mapped(TTL, 255, ttl -> Math.min(255, ttl + set.value()));
      case DECREASE -> new Assign.Mapped(TTL, 255, ttl -> Math.max(0, ttl - set.value()));
    };
  }

  /** What the host sends is routed anew when mangle has changed its mark or its TOS. */
  private static boolean routesAnew(Action action) {
    return action instanceof Action.SetMark
        || action instanceof Action.RestoreMark
        || action instanceof Action.Change;
  }

  /** Only packets with a connection have its mark. */
  private static Assign connected(Assign assign, boolean template) {
    return template
        ? new Assign.Unknown(assign.field())
        : new Assign.When(new Clause.Test(STATE, ConnectionTranslator.CONNECTED), assign);
  }

  /** A packet without a connection is INVALID in raw; one that has a template's is NEW there. */
  private static Assign fromUntold(long state) {
    return new Assign.Mapped(STATE, UNTRACKED_STATE, old -> old == INVALID ? state : old);
  }

  /** Of a target that is not known: all that any rule could change. */
  static List<Assign> everything(Fields fields) {
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
          LENGTH,
          SOURCE_TYPE,
          DESTINATION_TYPE,
          STATE,
          DESTINATION_TRANSLATED,
          REROUTED,
          REPLY_SOURCE_HIGH,
          REPLY_SOURCE,
          REPLY_SOURCE_PORT,
          REPLY_DESTINATION_HIGH,
          REPLY_DESTINATION,
          REPLY_DESTINATION_PORT
        }) {
      assigns.add(new Assign.Unknown(field));
    }
    fields.expressionFields().forEach(field -> assigns.add(new Assign.Unknown(field)));
    return assigns;
  }

  /** A packet is translated once: where to is as free as for those that have been before. */
  private static void destination(
      Optional<AddressRange> addresses,
      Optional<Range> ports,
      boolean shifted,
      List<Assign> assigns) {
    if (addresses.isPresent() && addresses.get().from().equals(addresses.get().to())) {
      assigns.add(new Assign.Constant(DESTINATION_HIGH, addresses.get().from().high()));
      assigns.add(new Assign.Constant(DESTINATION, addresses.get().from().low()));
    } else if (addresses.isPresent()) {
      assigns.add(new Assign.Copy(DESTINATION_HIGH, OTHER_DESTINATION_HIGH));
      assigns.add(new Assign.Copy(DESTINATION, OTHER_DESTINATION));
    }
    if (addresses.isPresent()) {
      assigns.add(new Assign.Copy(DESTINATION_TYPE, OTHER_TYPE));
    }
    ports(ports, shifted, assigns);
    moved(assigns);
  }

  private static void redirect(Optional<Range> ports, List<Assign> assigns) {
    assigns.add(new Assign.Copy(DESTINATION_HIGH, OTHER_DESTINATION_HIGH));
    assigns.add(new Assign.Copy(DESTINATION, OTHER_DESTINATION));
    assigns.add(new Assign.Copy(DESTINATION_TYPE, OTHER_TYPE));
    ports(ports, false, assigns);
    moved(assigns);
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
    assigns.add(new Assign.Copy(DESTINATION_TRANSLATED, LATER_TRANSLATED));
    assigns.add(new Assign.Unknown(REPLY_SOURCE_HIGH));
    assigns.add(new Assign.Unknown(REPLY_SOURCE));
    assigns.add(new Assign.Unknown(REPLY_SOURCE_PORT));
    assigns.add(new Assign.Constant(REROUTED, 1));
  }
}

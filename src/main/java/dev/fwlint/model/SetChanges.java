package dev.fwlint.model;

import dev.fwlint.ast.Line;
import dev.fwlint.ast.RestoreFile;
import dev.fwlint.ast.RuleSpec;
import dev.fwlint.ast.TargetUse;
import dev.fwlint.model.IpSet.Changes;
import dev.fwlint.model.SetElement.Part;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What the SET targets of a ruleset may do to sets. */
final class SetChanges {
  private final Map<String, IpSet> before;
  private final Map<String, Changes> changes = new HashMap<>();
  private final Map<String, IpSet> after = new LinkedHashMap<>();

  SetChanges(Map<String, IpSet> sets, RestoreFile ruleset) {
    before = sets;
    for (Line line : ruleset.lines()) {
      if (line instanceof Line.Command command) {
        command.operation().added().flatMap(RuleSpec::target).ifPresent(this::target);
      }
    }
  }

  /** The sets, in their order. */
  IpSets sets() {
    before.values().forEach(this::view);
    return new IpSets(after);
  }

  private IpSet view(IpSet set) {
    IpSet known = after.get(set.name());
    if (known != null) {
      return known;
    }
    Changes own = changes.getOrDefault(set.name(), Changes.NONE);
    IpSet view = set.changed(own, elements(set));
    after.put(set.name(), view);
    return view;
  }

  private List<SetElement> elements(IpSet set) {
    return set.type() != IpSetType.LIST_SET
        ? set.elements()
        : set.elements().stream().map(this::member).toList();
  }

  private SetElement member(SetElement element) {
    List<Part> parts =
        element.parts().stream()
            .map(part -> part instanceof Part.Member(IpSet set) ? new Part.Member(view(set)) : part)
            .toList();
    return new SetElement(parts, element.exception(), element.expires());
  }

  private void target(TargetUse target) {
    if (target.name().text().equals("SET")) {
      boolean renews = target.option("exist").isPresent();
      target.option("add-set").ifPresent(add -> change(add.value().text(), true, renews));
      target.option("del-set").ifPresent(delete -> change(delete.value().text(), false, false));
    }
  }

  private void change(String name, boolean adds, boolean renews) {
    IpSet set = before.get(name);
    if (set == null) {
      return;
    }
    if (set.type() == IpSetType.LIST_SET) {
      // it is handed on to the sets of the list (net/netfilter/ipset/ip_set_list_set.c)
      for (SetElement element : set.elements()) {
        if (element.parts().getFirst() instanceof Part.Member(IpSet member)) {
          changes.merge(member.name(), changes(member, adds, renews), Changes::and);
        }
      }
      return;
    }
    changes.merge(name, changes(set, adds, renews), Changes::and);
  }

  /**
   * What comes into a set of networks and interfaces hides wider networks, and an exception that
   * goes uncovers what it hid; what is added again may get a timeout.
   */
  private static Changes changes(IpSet set, boolean adds, boolean renews) {
    boolean hides = set.type() == IpSetType.HASH_NET_IFACE;
    boolean goes = renews && set.shape().timed() || set.shape().makesRoom();
    return adds
        ? new Changes(true, hides || goes)
        : new Changes(hides || set.type().hasExceptions(), true);
  }
}

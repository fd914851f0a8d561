package dev.fwlint.reach;

import dev.fwlint.model.Address;
import dev.fwlint.model.Condition;
import dev.fwlint.model.Condition.End;
import dev.fwlint.model.IpSet;
import dev.fwlint.model.IpSetType;
import dev.fwlint.model.SetElement;
import dev.fwlint.model.SetElement.Part;
import java.util.function.Function;

/** Whether a set holds one packet, by looking at every element. */
record SetTruth(
    Condition.InSet asked,
    Function<End, Address> address,
    Function<End, String> device,
    Function<End, int[]> port) {

  boolean holds() {
    return holds(asked.set());
  }

  private boolean holds(IpSet set) {
    if (asked.ends().size() < set.type().dimensions().size()) {
      return false;
    }
    if (set.type() == IpSetType.LIST_SET) {
      return set.elements().stream()
          .anyMatch(e -> e.parts().getFirst() instanceof Part.Member member && holds(member.set()));
    }
    boolean anyInterface = set.type() == IpSetType.HASH_NET_IFACE;
    int longest =
        set.elements().stream()
            .filter(this::hasAddress)
            .filter(element -> anyInterface || hasRest(element))
            .mapToInt(SetTruth::length)
            .max()
            .orElse(-1);
    return set.elements().stream()
        .filter(element -> length(element) == longest && hasAddress(element) && hasRest(element))
        .anyMatch(element -> !element.exception());
  }

  private static int length(SetElement element) {
    return ((Part.Block) element.parts().getFirst()).length();
  }

  private boolean hasAddress(SetElement element) {
    return element.parts().getFirst() instanceof Part.Block block
        && block.network().contains(address.apply(asked.ends().getFirst()));
  }

  private boolean hasRest(SetElement element) {
    return switch (element.parts().getLast()) {
      case Part.Ports ports -> {
        int[] numbers = port.apply(asked.ends().get(1));
        yield numbers[0] == ports.protocol() && ports.ports().contains(numbers[1]);
      }
      case Part.Device by -> by.name().equals(device.apply(asked.ends().get(1)));
      default -> true;
    };
  }
}

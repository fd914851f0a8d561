package dev.fwlint.reach;

import dev.fwlint.model.Hook;

/** Which way a new connection goes. */
enum Course {
  /** From outside of the host to the host. */
  IN(Hook.PREROUTING, Hook.INPUT),
  /** Through the host. */
  THROUGH(Hook.PREROUTING, Hook.FORWARD, Hook.POSTROUTING),
  /** From the host to elsewhere. */
  OUT(Hook.OUTPUT, Hook.POSTROUTING);

  private final Hook[] hooks;

  Course(Hook... hooks) {
    this.hooks = hooks;
  }

  /** In order. */
  Hook[] hooks() {
    return hooks.clone();
  }

  /** As far as where it is known what the packet's destination is. */
  Route entrance(Program program) {
    return RouteBuilder.through(program, hooks[0]);
  }

  Route route(Program program) {
    return RouteBuilder.through(program, hooks);
  }

  /** The field of the interface that a packet leaves by; -1 where it leaves by none. */
  int leaves(boolean translated) {
    return switch (this) {
      case IN -> -1;
      case THROUGH -> Fields.ROUTED_OUT;
      case OUT -> translated ? Fields.OTHER_OUT : Fields.ROUTED_OUT;
    };
  }
}

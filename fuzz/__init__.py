"""Reading under fire: real mail, damaged by rule, always comes out as evidence of the contract's shape."""

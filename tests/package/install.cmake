# SPDX-License-Identifier: Apache-2.0
# Installs BUILD to STAGING and moves the result to PREFIX.

file(REMOVE_RECURSE ${STAGING} ${PREFIX})
execute_process(COMMAND ${CMAKE_COMMAND} --install ${BUILD} --prefix ${STAGING}
                COMMAND_ERROR_IS_FATAL ANY)
file(RENAME ${STAGING} ${PREFIX})

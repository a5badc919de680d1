import { Body, Controller, Delete, Get, Module, Post } from '@nestjs/common';
import { DiscoveryModule, DiscoveryService, NestFactory } from '@nestjs/core';
import { describe, expect, it } from 'vitest';
import { checkInventory, readInventory, UndeclaredRouteError } from './route-inventory.js';
import {
  NotImpersonated,
  OpenToServiceAccounts,
  Public,
  RequirePermission,
  SignedIn,
  StepUp,
} from './route-policy.js';

@Controller('things')
class ThingsController {
  @Get()
  @SignedIn()
  list(): string[] {
    return [];
  }

  @Post()
  silent(@Body() body: object): object {
    return body;
  }
}

// The type of the decorator forbids this; plain JavaScript would not.
@(Public() as unknown as ClassDecorator)
@Controller('admin')
class AdminController {
  @Delete('everything')
  wipe(): void {
    // A mark on the class must not open its methods.
  }
}

@Controller('organizations/:organizationId')
class MisplacedController {
  @Get('properties')
  @RequirePermission('property:property:read')
  property(): void {
    // The path names no property.
  }

  @Get('platform')
  @RequirePermission('platform:users:read')
  platform(): void {
    // A platform right would open a tenant.
  }

  @Get('anybody')
  @SignedIn()
  anybody(): void {
    // Any signed-in person would see a tenant.
  }
}

@Controller('organizations/:organizationId/opened')
class OpenedController {
  @Get('members')
  @RequirePermission('org:members:read')
  @OpenToServiceAccounts()
  read(): void {
    // What a key may open.
  }

  @Post('members')
  @RequirePermission('org:members:manage')
  @NotImpersonated()
  @OpenToServiceAccounts()
  give(): void {
    // A key would give rights.
  }

  @Delete('members')
  @RequirePermission('org:members:manage')
  @OpenToServiceAccounts()
  take(): void {
    // No key may hold what this asks for.
  }

  @Get('export')
  @RequirePermission('org:audit:read')
  @NotImpersonated()
  @OpenToServiceAccounts()
  leave(): void {
    // Data would leave with a key.
  }

  @Get('proof')
  @RequirePermission('org:audit:read')
  @StepUp()
  @OpenToServiceAccounts()
  prove(): void {
    // A key proves nothing about who holds it.
  }
}

@Controller('opened')
class OpenedPlatformController {
  @Get()
  @RequirePermission('platform:privacy:manage')
  @OpenToServiceAccounts()
  read(): void {
    // What is about privacy is for people.
  }

  @Get('seen')
  @RequirePermission('platform:usage:read')
  @OpenToServiceAccounts()
  see(): void {
    // Accounts of the platform may.
  }
}

@Module({
  imports: [DiscoveryModule],
  controllers: [
    ThingsController,
    AdminController,
    MisplacedController,
    OpenedController,
    OpenedPlatformController,
  ],
})
class SeededModule {}

describe('the inventory of routes', () => {
  it('refuses the boot and names every route that is silent, misplaced or outside the controllers', async () => {
    const context = await NestFactory.createApplicationContext(SeededModule, { logger: false });
    const inventory = readInventory(context.get(DiscoveryService, { strict: false }));
    const served = [
      ...inventory,
      { method: 'GET', path: '/raw' },
      { method: 'GET', path: '/docs/index.html' },
    ];
    const check = () => {
      checkInventory(inventory, served);
    };
    expect(check).toThrow(UndeclaredRouteError);
    const message = messageOf(check);
    for (const problem of [
      'POST /things (ThingsController.silent): no policy',
      'DELETE /admin/everything (AdminController.wipe): no policy',
      'GET /organizations/:organizationId/properties (MisplacedController.property): asks for a right on a property',
      "GET /organizations/:organizationId/platform (MisplacedController.platform): opens a tenant's data",
      "GET /organizations/:organizationId/anybody (MisplacedController.anybody): opens a tenant's data",
      'GET /raw: served outside the controllers',
      'POST /organizations/:organizationId/opened/members (OpenedController.give): is open to service accounts',
      'DELETE /organizations/:organizationId/opened/members (OpenedController.take): is open to service accounts',
      'GET /organizations/:organizationId/opened/export (OpenedController.leave): is open to service accounts',
      'GET /organizations/:organizationId/opened/proof (OpenedController.prove): is open to service accounts',
      'GET /opened (OpenedPlatformController.read): is open to service accounts',
    ]) {
      expect(message).toContain(problem);
    }
    expect(message.split('\n- ')).toHaveLength(12);
    await context.close();
  });
});

function messageOf(action: () => void): string {
  try {
    action();
  } catch (error) {
    return String(error);
  }
  return '';
}
